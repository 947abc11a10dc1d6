/** Whose a key is, by its id. A key that was not issued here is the account's own user. */
export class FakeKeys {
  private readonly issued = new Map<string, { accountId: string; arn: string; expired: boolean }>();

  constructor(private readonly accountId: string) {}

  issue(accountId: string, arn: string) {
    const AccessKeyId = `ASIA${String(this.issued.size + 1).padStart(16, "0")}`;
    this.issued.set(AccessKeyId, { accountId, arn, expired: false });
    const Expiration = new Date(Date.now() + 3_600_000);
    return { AccessKeyId, SecretAccessKey: "secret-of-a-session", SessionToken: `token-of-${AccessKeyId}`, Expiration };
  }

  whoIs(accessKeyId: string): { accountId: string; arn: string } {
    const { accountId } = this;
    return this.issued.get(accessKeyId) ?? { accountId, arn: `arn:aws:iam::${accountId}:user/responder` };
  }

  isExpired(accessKeyId: string): boolean {
    return this.issued.get(accessKeyId)?.expired ?? false;
  }

  expireAll(): void {
    for (const key of this.issued.values()) key.expired = true;
  }
}
