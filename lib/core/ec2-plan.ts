/** What there is to do when an instance is compromised, in the order in which it is usually done. Each is a task to change. */
export const EC2_PLAN: readonly { title: string; detail: string }[] = [
  {
    title: "Isolate the instance, and leave it running",
    detail:
      "A security group without rules; out of its load balancer and Auto Scaling group. Connections that are already tracked may go on: end them with a network ACL. A stopped instance has lost its memory.",
  },
  {
    title: "Protect the instance and its volumes from being deleted",
    detail: "Termination protection on, delete-on-termination off, and a tag that says why.",
  },
  {
    title: "Capture the memory",
    detail: "Before anything is stopped or rebooted. Note the tool, the time and the SHA-256 of the image.",
  },
  {
    title: "Snapshot every attached volume",
    detail: "Note the snapshot ids, and share them with the account in which they are looked at.",
  },
  {
    title: "Save how the instance was set up",
    detail:
      "Its description, user data, instance profile, security groups, metadata options (IMDSv1 or v2) and launch template.",
  },
  {
    title: "Revoke the sessions of the instance's role",
    detail:
      "A policy that denies what was issued before now (aws:TokenIssueTime). The instance itself asks for new credentials at once: take the role off or deny it, too.",
  },
  {
    title: "Deactivate the access keys that were used or made",
    detail: "Those on the Sessions page that were used from elsewhere, and those that CreateAccessKey returned.",
  },
  {
    title: "List what the role could do, and what it did",
    detail:
      "Its policies against its calls: refused calls show what was tried. Data events are in CloudTrail only where they were turned on.",
  },
  {
    title: "Look for what keeps a way in",
    detail:
      "New users, keys, login profiles, roles and trust policies; changed functions, launch templates, images, user data, Systems Manager documents and schedules.",
  },
  {
    title: "Find other instances that met the indicators",
    detail: "Every one that sent to them, looked them up, or shares the image, the role or the key pair.",
  },
  {
    title: "Block the indicators",
    detail:
      "Network firewall, network ACL, resolver firewall and proxy. Note from when on: what comes after tells whether it holds.",
  },
  {
    title: "Say what may have left",
    detail: "Bytes out by peer, objects read, snapshots and images shared; with what the logs do not cover.",
  },
  {
    title: "Find the way in",
    detail:
      "What was reachable, from where, with which vulnerability or credential; what came before the first contact.",
  },
  {
    title: "Close the gaps in the logs",
    detail: "What the Coverage page says was not recorded: turn it on now, and ask whether someone else kept it.",
  },
  {
    title: "Tell those who must be told, by when",
    detail:
      "Legal, data protection, customers, the authority, the insurer: who decides, and when the time began to run.",
  },
  {
    title: "Rotate every secret that the instance could read",
    detail: "Secrets Manager, Parameter Store, files, environment variables and the databases' passwords.",
  },
  {
    title: "Rebuild from an image that is known to be good",
    detail:
      "Patched, with IMDSv2 required and the least rights. The old instance stays isolated until the case is closed.",
  },
];
