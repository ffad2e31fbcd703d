import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { businessHours, holidays } from '../../../crm/models.ts';
import { slackMembers as members } from '../models/index.ts';
import type { Place } from './channels.ts';

/** The zone of the house: that of its working hours, else the one in which most of its people are. */
export async function houseZone(tx: Transaction, { workspaceId, connectionId }: Place): Promise<string> {
  const [hours] = await tx
    .select({ timeZone: businessHours.timeZone })
    .from(businessHours)
    .where(and(eq(businessHours.workspaceId, workspaceId), isNull(businessHours.teamId)));
  if (hours) return hours.timeZone;
  const [most] = await tx
    .select({ timeZone: members.timeZone })
    .from(members)
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        eq(members.connectionId, connectionId),
        eq(members.isBot, false),
        eq(members.isDeleted, false),
        eq(members.isStranger, false),
        sql`${members.timeZone} is not null`,
      ),
    )
    .groupBy(members.timeZone)
    .orderBy(desc(sql`count(*)`), members.timeZone)
    .limit(1);
  return most?.timeZone ?? 'UTC';
}

export async function isHoliday(tx: Transaction, workspaceId: string, day: string): Promise<boolean> {
  const rows = await tx
    .select({ day: holidays.day })
    .from(holidays)
    .where(and(eq(holidays.workspaceId, workspaceId), isNull(holidays.teamId), eq(holidays.day, day)));
  return rows.length > 0;
}
