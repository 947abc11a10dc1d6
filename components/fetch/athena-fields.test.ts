import { expect, it } from "vitest";
import { NO_ATHENA, readAthena } from "@/components/fetch/athena-fields";

const CONNECTION = { accountIds: ["111122223333", "444455556666"], regions: ["eu-west-1"] };

it.each([
  ["100", 100_000_000_000],
  ["0,5", 500_000_000],
  ["2.5", 2_500_000_000],
  ["", 0],
  ["many", 0],
  ["1e400", 0],
])("reads %j GB as %d bytes, and the connection's first place where none was chosen", (mostGb, mostBytes) => {
  const text = { ...NO_ATHENA, mostGb, database: " logs ", outputLocation: "s3://results/athena/ " };
  expect(readAthena(text, CONNECTION)).toEqual({
    ...{ accountId: "111122223333", region: "eu-west-1", database: "logs", workgroup: "primary", mostBytes },
    outputLocation: "s3://results/athena/",
  });
});
