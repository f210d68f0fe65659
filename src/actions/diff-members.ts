import {
  type MembersContext,
  type MembersInput,
  type MembersPlan,
  planMembers,
} from "./members/plan-members.ts";

/** What handing a member list in would do; changes nothing. */
export async function diffMembers({
  context,
  input,
}: {
  readonly context: MembersContext;
  readonly input: MembersInput;
}): Promise<MembersPlan> {
  return planMembers(context, input);
}
