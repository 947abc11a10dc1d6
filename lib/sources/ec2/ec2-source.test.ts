import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { answersIn, contextOf, drain, questionOf, readAnswers } from "@/e2e/aws/ask-source";
import { type FakeAccount, makeFakeAccount } from "@/e2e/aws/fake-account";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { serveEc2 } from "@/e2e/aws/services/ec2";
import { ec2Source } from "@/lib/sources/ec2/ec2-source";
import type { SourceContext } from "@/lib/sources/source.types";

let aws: FakeAws;
let account: FakeAccount;
let context: SourceContext;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  aws = await startFakeAws();
  account = makeFakeAccount({ scale: 0.01 });
  serveEc2(aws, account);
  context = contextOf(aws, account);
});
afterAll(async () => {
  await context.clients.close();
  await aws.close();
});

test("describes a region in steps that today's readers load", async () => {
  const steps = await ec2Source.plan(questionOf(account), context);
  const read: Record<string, unknown> = {};
  for (const step of steps) {
    const answers = answersIn(await drain(ec2Source, step, context));
    const { kind, records, rejected } = await readAnswers(answers);
    read[String(step.request.operation)] = [kind, records, rejected];
    expect(answers.reduce((sum, answer) => sum + answer.records, 0)).toBe(records);
  }
  expect(read).toEqual({
    DescribeInstances: ["aws-describe", 9, 0],
    DescribeNetworkInterfaces: ["aws-describe", 11, 0],
    DescribeAddresses: ["aws-describe", 3, 0],
    DescribeNatGateways: ["aws-describe", 1, 0],
    DescribeVpcEndpoints: ["aws-describe", 0, 0],
    DescribeIamInstanceProfileAssociations: ["aws-describe", 0, 0],
    DescribeSecurityGroups: ["aws-describe", 0, 0],
    DescribeNetworkAcls: ["aws-describe", 0, 0],
    DescribeRouteTables: ["aws-describe", 0, 0],
  });
  const called = new Set(aws.calls.map(({ action }) => action));
  expect([...called].sort()).toEqual([...ec2Source.actions].sort());
});

test("goes on from a page that is empty, and from a cursor, without one thing twice", async () => {
  const steps = await ec2Source.plan(questionOf(account), context);
  const step = steps.find(({ request }) => request.operation === "DescribeNetworkInterfaces");
  if (!step) throw new Error("no such step");
  aws.befall("ec2", "DescribeNetworkInterfaces", "empty-page");
  const [empty, rest] = answersIn(await drain(ec2Source, step, context));
  expect([empty?.records, rest?.records]).toEqual([0, 11]);
  expect(answersIn(await drain(ec2Source, step, context, empty?.cursor)).map(({ records }) => records)).toEqual([11]);
  expect(await drain(ec2Source, step, context, rest?.cursor)).toEqual([]);
});
