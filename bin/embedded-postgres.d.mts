export const POSTGRES_MAJOR: string;
export class StartError extends Error {
  constructor(problem: string, nextStep: string);
}
export interface RunningServer {
  ownerUrl: string;
  appUrl: string;
  adminUrl: string;
  pid: number;
  reused: boolean;
  stop(): Promise<void>;
}
export function startPostgres(options: { dataDir: string }): Promise<RunningServer>;
