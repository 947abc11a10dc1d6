const columns = (lines: string) =>
  lines
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", type = ""] = line.trim().split(/ +/);
      return { name, type };
    });

/** Of resolver query logs. Source: Route 53 Developer Guide, "Values that appear in Resolver query logs". */
export const RESOLVER_COLUMNS = columns(`
  version string
  account_id string
  region string
  vpc_id string
  query_timestamp string
  query_name string
  query_type string
  query_class string
  rcode string
  answers array<struct<rdata:string,type:string,class:string>>
  srcaddr string
  srcport string
  transport string
  srcids struct<instance:string,resolver_endpoint:string,resolver_network_interface:string>
  firewall_rule_action string
  firewall_rule_group_id string
  firewall_domain_list_id string
`);

const ISSUER = "struct<type:string,principalid:string,arn:string,accountid:string,username:string>";
const SESSION = [
  "attributes:struct<mfaauthenticated:string,creationdate:string>",
  `sessionissuer:${ISSUER}`,
  "ec2roledelivery:string",
  "sourceidentity:string",
].join(",");
const IDENTITY = [
  "type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string",
  `sessioncontext:struct<${SESSION}>`,
  "inscopeof:struct<issuertype:string,credentialsissuedto:string>",
].join(",");

/**
 * Of CloudTrail's events; what has other members in each service's calls is a text of JSON. Source: CloudTrail User Guide,
 * "CloudTrail record contents" and "CloudTrail userIdentity element".
 */
export const CLOUDTRAIL_COLUMNS = columns(`
  eventversion string
  useridentity struct<${IDENTITY}>
  eventtime string
  eventsource string
  eventname string
  awsregion string
  sourceipaddress string
  useragent string
  errorcode string
  errormessage string
  requestparameters string
  responseelements string
  additionaleventdata string
  requestid string
  eventid string
  readonly string
  resources array<struct<arn:string,accountid:string,type:string>>
  eventtype string
  apiversion string
  managementevent string
  recipientaccountid string
  serviceeventdetails string
  sharedeventid string
  vpcendpointid string
  vpcendpointaccountid string
  eventcategory string
  addendum struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>
  sessioncredentialfromconsole string
  tlsdetails struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>
`);
