import { MessagePage } from "@/components/ui/message-page";

export default function InstanceNotFound() {
  return (
    <MessagePage title="This instance is not among those that met the address">
      <p>The case lists the instances that did, and what its logs cover.</p>
    </MessagePage>
  );
}
