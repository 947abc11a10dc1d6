import { toJson } from "@/e2e/aws/wire/json-values";
import { writeRest } from "@/e2e/aws/wire/rest";
import { type Operation, protocolOf, type ServiceName } from "@/e2e/aws/wire/services";
import { element, escapeXml, membersToXml, toXml } from "@/e2e/aws/wire/xml-values";

export interface Encoded {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const XML = "text/xml";
const JSON_TYPE = { "json-1.1": "application/x-amz-json-1.1", "rest-json": "application/json" } as const;

function encoded(status: number, type: string, text: string, headers: Record<string, string> = {}): Encoded {
  return { status, headers: { "content-type": type, ...headers }, body: Buffer.from(text) };
}

/** An output as the service's protocol writes it. */
export function encodeAnswer(
  service: ServiceName,
  operation: Operation,
  output: Record<string, unknown>,
  requestId: string,
): Encoded {
  const protocol = protocolOf(service);
  const { name, output: shape } = operation;
  if (protocol === "json-1.1")
    return encoded(200, JSON_TYPE[protocol], JSON.stringify(toJson(shape, output, false) ?? {}));
  if (protocol === "rest-json")
    return encoded(200, JSON_TYPE[protocol], JSON.stringify(toJson(shape, output, true) ?? {}));
  if (protocol === "ec2-query")
    return encoded(200, XML, element(`${name}Response`, element("requestId", requestId) + membersToXml(shape, output)));
  if (protocol === "query") {
    const result = element(`${name}Result`, membersToXml(shape, output));
    const metadata = element("ResponseMetadata", element("RequestId", requestId));
    return encoded(200, XML, element(`${name}Response`, result + metadata));
  }
  return encodeRestXml(operation, output);
}

function encodeRestXml({ name, output: shape, http }: Operation, output: Record<string, unknown>): Encoded {
  const { headers, payload } = writeRest(shape, output);
  const status = output.ContentRange === undefined ? http[2] : 206;
  if (payload?.shape.kind === "blob") {
    const body = Buffer.from((payload.value as string | Uint8Array | undefined) ?? "");
    return { status, headers, body };
  }
  if (http[0] === "HEAD") return { status, headers, body: Buffer.alloc(0) };
  if (payload !== null)
    return encoded(status, "application/xml", toXml(payload.name, payload.shape, payload.value), headers);
  const root = (shape.traits.xmlName as string | undefined) ?? `${name}Result`;
  // The one answer that is a text without an element around it.
  const text =
    name === "GetBucketLocation" ? escapeXml(String(output.LocationConstraint ?? "")) : membersToXml(shape, output);
  return encoded(status, "application/xml", element(root, text), headers);
}

/** A fault as the service's protocol tells it. `more` are members of the fault beside its message. */
export function encodeFault(
  service: ServiceName,
  fault: { code: string; message: string; status: number; more?: Record<string, unknown> },
  requestId: string,
): Encoded {
  const { code, message, status, more = {} } = fault;
  const protocol = protocolOf(service);
  if (protocol === "json-1.1")
    return encoded(status, JSON_TYPE[protocol], JSON.stringify({ __type: code, message, Message: message, ...more }));
  if (protocol === "rest-json")
    return encoded(status, JSON_TYPE[protocol], JSON.stringify({ message, ...more }), { "x-amzn-errortype": code });
  const text = element("Code", code) + element("Message", escapeXml(message));
  if (protocol === "ec2-query")
    return encoded(
      status,
      XML,
      element("Response", element("Errors", element("Error", text)) + element("RequestID", requestId)),
    );
  if (protocol === "rest-xml") {
    const others = Object.entries(more).map(([key, value]) => element(key, escapeXml(String(value))));
    return encoded(
      status,
      "application/xml",
      element("Error", text + others.join("") + element("RequestId", requestId)),
    );
  }
  const type = element("Type", status < 500 ? "Sender" : "Receiver");
  return encoded(
    status,
    XML,
    element("ErrorResponse", element("Error", type + text) + element("RequestId", requestId)),
  );
}
