import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialsOf, dovecot, fill, mailOf, newUser } from '../integrations/email/tests/dovecot.fixture.ts';
import { runCommand } from '../server/commands/command.ts';
import { hubCommands } from '../server/commands/index.ts';
import { type TestHub, testHub } from '../server/testing/test-hub.ts';

describe.runIf(dovecot.isThere)(`patchbay import mbox${dovecot.isThere ? '' : dovecot.why}`, () => {
  let hub: TestHub;
  let folder: string;
  beforeAll(async () => {
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
    folder = await mkdtemp(join(tmpdir(), 'patchbay-mbox-'));
    afterAll(() => rm(folder, { recursive: true, force: true }));
  });
  it('brings old mail in under the mailbox’s rules, each once, also beside what the mailbox holds', async () => {
    const user = newUser();
    const at = (minutes: number) => new Date(hub.clock.now().getTime() - minutes * 60_000);
    const recent = mailOf({ id: `recent.${user}`, to: user, subject: 'In both', date: at(10) });
    await fill(user, [recent]);
    const workspace = await hub.newWorkspace();
    const { id } = await workspace.post<{ id: string }>('/connections', {
      integration: 'email',
      provider: 'imap',
      credentials: credentialsOf(user),
      settings: { blocklist: ['@family.example'] },
    });
    await workspace.post(`/connections/${id}/sync`, {});
    await hub.settle();
    const file = join(folder, 'old.mbox');
    const mails = [
      recent,
      mailOf({ id: `old.${user}`, to: user, subject: 'Years ago', date: at(3_000_000) }),
      mailOf({ id: `mum.${user}`, from: 'mum@family.example', to: user, subject: 'Recipe', date: at(2_000_000) }),
    ];
    await writeFile(file, mails.map((mail) => `From x@y.example Mon Jan  5 10:00:00 2026\n${mail.replaceAll('\r\n', '\n')}\n`).join('\n'));
    const command = hubCommands.find(({ name }) => name === 'import mbox');
    if (!command) throw new Error('no such command');
    for (let times = 0; times < 2; times++)
      expect(await runCommand(command, hub.hub, { file, mailbox: user, workspace: workspace.id }, () => {})).toMatchObject({
        ok: true,
        data: { seen: 3, kept: 2, skipped: { blocked: 1 } },
      });
    const { data } = await workspace.get<{ data: { subject: string }[] }>('/activities?kind=email');
    expect(data.map(({ subject }) => subject)).toEqual(['In both', 'Years ago']);
    await expect(runCommand(command, hub.hub, { file, mailbox: 'nobody@x.example', workspace: workspace.id }, () => {})).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await writeFile(file, 'no mail');
    await expect(runCommand(command, hub.hub, { file, mailbox: user, workspace: workspace.id }, () => {})).rejects.toMatchObject({ code: 'file_invalid' });
  });
});
