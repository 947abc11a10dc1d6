"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { addMember, NewMember } from "@/lib/cases/add-member";
import { changeMember } from "@/lib/cases/change-member";
import { RemovedMember, removeMember } from "@/lib/cases/remove-member";

export const addMemberAction = guardedAction(NewMember, addMember);

export const changeMemberAction = guardedAction(NewMember, changeMember);

export const removeMemberAction = guardedAction(RemovedMember, removeMember);
