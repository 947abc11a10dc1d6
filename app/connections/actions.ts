"use server";

import { z } from "zod";
import { guardedAction } from "@/app/_guard/guarded-action";
import { addConnection } from "@/lib/connections/add-connection";
import { changeConnection } from "@/lib/connections/change-connection";
import { ConnectionForm } from "@/lib/connections/connection-form";
import { listAgain } from "@/lib/connections/list-again";
import { ChosenConnection, removeConnection } from "@/lib/connections/remove-connection";
import { tryConnection } from "@/lib/connections/try-connection";

export const addConnectionAction = guardedAction(ConnectionForm, (input, person) => addConnection(input, person));

export const changeConnectionAction = guardedAction(z.object({ id: z.uuid(), to: ConnectionForm }), (input, person) =>
  changeConnection(input, person),
);

export const removeConnectionAction = guardedAction(ChosenConnection, (input, person) =>
  removeConnection(input, person),
);

export const listAccountsAction = guardedAction(ChosenConnection, (input, person) => listAgain(input, person));

export const tryConnectionAction = guardedAction(ChosenConnection, (input, person) => tryConnection(input, person));
