"use server";

import { guardedAction } from "@/app/_guard/guarded-action";
import { addComment, NewComment } from "@/lib/cases/annotations/add-comment";
import { ColouredSubject, colourSubject } from "@/lib/cases/annotations/colour-subject";
import { DeletedComment, deleteComment } from "@/lib/cases/annotations/delete-comment";
import { EditedComment, editComment } from "@/lib/cases/annotations/edit-comment";
import { MovedPin, movePin } from "@/lib/cases/annotations/move-pin";
import { NotedPin, notePin } from "@/lib/cases/annotations/note-pin";
import { PinnedSubject, pinSubject } from "@/lib/cases/annotations/pin-subject";
import { ResolvedThread, resolveThread } from "@/lib/cases/annotations/resolve-thread";
import { TaggedSubject, tagSubject } from "@/lib/cases/annotations/tag-subject";
import { UnpinnedSubject, unpinSubject } from "@/lib/cases/annotations/unpin-subject";
import { UntaggedSubject, untagSubject } from "@/lib/cases/annotations/untag-subject";

// The pages that show marks ask for them anew by themselves: they may be many at once, and the rest of a page stays as it is.
export const pinAction = guardedAction(PinnedSubject, (input, person) => pinSubject(input, person));
export const unpinAction = guardedAction(UnpinnedSubject, (input, person) => unpinSubject(input, person));
export const notePinAction = guardedAction(NotedPin, (input, person) => notePin(input, person));
export const movePinAction = guardedAction(MovedPin, (input, person) => movePin(input, person));
export const tagAction = guardedAction(TaggedSubject, (input, person) => tagSubject(input, person));
export const untagAction = guardedAction(UntaggedSubject, (input, person) => untagSubject(input, person));
export const colourAction = guardedAction(ColouredSubject, (input, person) => colourSubject(input, person));
export const commentAction = guardedAction(NewComment, (input, person) => addComment(input, person));
export const editCommentAction = guardedAction(EditedComment, (input, person) => editComment(input, person));
export const deleteCommentAction = guardedAction(DeletedComment, (input, person) => deleteComment(input, person));
export const resolveThreadAction = guardedAction(ResolvedThread, (input, person) => resolveThread(input, person));
