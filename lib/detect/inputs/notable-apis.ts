/** Calls that change who may do what. */
export const PRIVILEGE_APIS = [
  "CreateUser",
  "CreateAccessKey",
  "UpdateAccessKey",
  "CreateLoginProfile",
  "UpdateLoginProfile",
  "AttachUserPolicy",
  "AttachRolePolicy",
  "AttachGroupPolicy",
  "PutUserPolicy",
  "PutRolePolicy",
  "PutGroupPolicy",
  "AddUserToGroup",
  "CreatePolicyVersion",
  "SetDefaultPolicyVersion",
  "UpdateAssumeRolePolicy",
  "CreateRole",
  "AddRoleToInstanceProfile",
  "DeactivateMFADevice",
  "CreateSAMLProvider",
  "UpdateSAMLProvider",
  "CreateOpenIDConnectProvider",
] as const;

/** Calls that end a record of what happens. */
export const LOGGING_APIS = [
  "StopLogging",
  "DeleteTrail",
  "DeleteEventDataStore",
  "DeleteFlowLogs",
  "DeleteDetector",
  "DisassociateFromMasterAccount",
  "DisassociateFromAdministratorAccount",
  "DeleteResolverQueryLogConfig",
  "DisassociateResolverQueryLogConfig",
  "StopConfigurationRecorder",
  "DeleteConfigurationRecorder",
  "DeleteDeliveryChannel",
  "DisableSecurityHub",
] as const;

/** Calls that can make a record of what happens leave out more than before; their notes say whether they do. */
export const NARROWING_APIS = ["UpdateTrail", "PutEventSelectors", "UpdateDetector"] as const;

/** Calls that let traffic in. */
export const OPENING_APIS = [
  "AuthorizeSecurityGroupIngress",
  "ModifySecurityGroupRules",
  "CreateNetworkAclEntry",
  "ReplaceNetworkAclEntry",
] as const;

/** Calls that give a copy of a disk away. */
export const SHARING_APIS = ["ModifySnapshotAttribute", "ModifyImageAttribute"] as const;

/** What a teardown takes with it. */
export const TEARDOWN_APIS = ["DeleteVpc", "DeleteNetworkInterface", "DeleteSubnet", "TerminateInstances"] as const;

/** Calls that read data, each naming one thing. */
export const DATA_APIS = ["GetObject", "CopyObject", "GetSecretValue", "BatchGetSecretValue", "GetParameter"] as const;
