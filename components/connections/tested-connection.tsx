import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { ConnectionRow, ReadAccount, TestedSource } from "@/lib/connections/read-connections";

const COLUMNS = [{ name: "Source" }, { name: "May it be read" }, { name: "What AWS says" }];

/** What the last test found, account by account. */
export function TestedConnection({ tested, name }: { tested: NonNullable<ConnectionRow["tested"]>; name: string }) {
  const { atMs, ofAccounts, accounts } = tested;
  return (
    <div className="border-line border-t">
      <p className="px-3.5 py-2 text-dim text-sm" role="status">
        Tested <When at={atMs} />
        {ofAccounts > accounts.length ? `, the first ${accounts.length} of ${ofAccounts} accounts` : ""}.
      </p>
      {accounts.map((account) => (
        <TestedInAccount key={account.accountId} account={account} name={name} />
      ))}
    </div>
  );
}

function TestedInAccount({ account, name }: { account: ReadAccount; name: string }) {
  const { accountId, arn, fault, closedRegions, sources, policy } = account;
  return (
    <section aria-label={`Account ${accountId}`} className="border-line border-t">
      <h3 className="flex flex-wrap items-baseline gap-x-2 px-3.5 pt-2 pb-1">
        <span className="font-medium">Account {accountId}</span>
        {arn === null ? null : <span className="mono text-dim text-sm [overflow-wrap:anywhere]">asked as {arn}</span>}
      </h3>
      {fault === null ? null : <p className="px-3.5 pb-2 text-flag">{fault}</p>}
      {closedRegions.map(({ region, words }) => (
        <p key={region} className="px-3.5 pb-1 text-warn">
          {region}: {words}
        </p>
      ))}
      {sources.length === 0 ? null : (
        <Table label={`What ${name} may read in account ${accountId}`} columns={COLUMNS}>
          {sources.map((source) => (
            <tr key={source.title} className="align-top hover:bg-raise">
              <Cell>{source.title}</Cell>
              <Cell wrap className="min-w-52">
                <Answer source={source} />
              </Cell>
              <Cell wrap className="min-w-64 text-dim">
                {source.words.map((words) => (
                  <p key={words}>{words}</p>
                ))}
                {source.notTried.length === 0 ? null : <p>Tried when a place is read: {source.notTried.join(", ")}.</p>}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {policy === null ? null : (
        <div className="grid gap-1.5 px-3.5 py-2.5">
          <p className="flex items-center gap-1.5">
            The smallest policy that adds what is missing <CopyButton text={policy} what="the policy" />
          </p>
          <ScrollRegion
            label={`Policy for account ${accountId}`}
            className="overflow-x-auto rounded-md border border-line bg-raise"
          >
            <pre className="mono px-3 py-2">{policy}</pre>
          </ScrollRegion>
        </div>
      )}
    </section>
  );
}

function Answer({ source: { state, missing } }: { source: TestedSource }) {
  if (state === "allowed") return <Chip tone="ok">Yes</Chip>;
  if (state === "not-tried") return <Chip>Not tried</Chip>;
  if (state === "failed") return <Chip tone="warn">Could not be told</Chip>;
  return (
    <span className="flex flex-wrap gap-1">
      {missing.map((action) => (
        <Chip key={action} tone="flag" mono>{`missing: ${action}`}</Chip>
      ))}
    </span>
  );
}
