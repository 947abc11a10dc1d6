import { expect, it } from "vitest";
import { readPlaces } from "@/lib/sources/read-places";

const CONNECTION = { accountIds: ["111122223333", "444455556666"], regions: ["eu-central-1", "us-east-1"] };

it("reads where logs lie: in the connection's first account and region unless said", () => {
  const first = { accountId: "111122223333", region: "eu-central-1" };
  expect(readPlaces("s3://logs/AWSLogs/\n\n/aws/vpc/flow us-east-1 444455556666\ns3://bare", CONNECTION)).toEqual({
    error: null,
    places: [
      { kind: "s3", bucket: "logs", prefix: "AWSLogs/", ...first },
      { kind: "log-group", group: "/aws/vpc/flow", accountId: "444455556666", region: "us-east-1" },
      { kind: "s3", bucket: "bare", prefix: "", ...first },
    ],
  });
  expect(readPlaces("s3://logs/ us-east-1 requester-pays", CONNECTION).places).toEqual([
    { kind: "s3", bucket: "logs", prefix: "", accountId: "111122223333", region: "us-east-1", requesterPays: true },
  ]);
  expect(readPlaces("s3://logs/a b", CONNECTION)).toMatchObject({ places: [], error: expect.stringContaining("b") });
});
