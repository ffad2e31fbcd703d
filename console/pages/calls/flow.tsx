import { Alert, Anchor, Badge, Button, Group, Menu, SimpleGrid, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FlowStep } from './flow-step.tsx';
import { type FlowNode, FREE_NODES, type Nodes, wayOf } from './flow-words.ts';
import { type CallFlow, flowQuery } from './queries.ts';
import { Rehearsal } from './rehearsal.tsx';
import { Versions } from './versions.tsx';

const Canvas = lazy(() => import('./flow-canvas.tsx'));
const t = texts.flows;
const route = getRouteApi('/signed-in/calls/flows/$id');

/** A flow being drawn: steps on a canvas, one of them open beside it, and a caller to run through. */
export function FlowPage() {
  const { id } = route.useParams();
  const query = useQuery(flowQuery(id));
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/calls/flows" size="sm" c="dimmed">
        <Group gap={4}>
          <IconArrowLeft size={14} aria-hidden="true" /> {t.back}
        </Group>
      </Anchor>
      <Loaded query={query}>{(flow) => <Editor key={`${flow.id}${flow.publishedVersion}`} flow={flow} />}</Loaded>
    </Stack>
  );
}

interface Problem {
  nodeId: string | null;
  sentence: string;
}

function Editor({ flow }: { flow: CallFlow }) {
  const queries = useQueryClient();
  const mayManage = useMay()('voip:manage');
  const [name, setName] = useState(flow.name);
  const [entry, setEntry] = useState(flow.entry);
  const [nodes, setNodes] = useState<Nodes>(flow.nodes as Nodes);
  const [chosen, setChosen] = useState<string>();
  const [problems, setProblems] = useState<Problem[]>();
  const [walked, setWalked] = useState<readonly string[]>([]);
  const path = { params: { path: { id: flow.id } } };
  const again = () => void queries.invalidateQueries({ queryKey: ['call-flows'] });
  const put = () => ask(hub.PUT('/api/v1/voip/flows/{id}', { ...path, body: { name, entry, nodes } as never }));
  const save = useMutation({
    mutationFn: put,
    onSuccess: () => {
      again();
      notifications.show({ message: texts.calls.saved });
    },
  });
  const check = useMutation({
    mutationFn: async () => {
      await put();
      return ask(hub.POST('/api/v1/voip/flows/{id}/validate', path));
    },
    onSuccess: ({ problems: found }) => setProblems(found),
  });
  const publish = useMutation({
    mutationFn: async () => {
      await put();
      const checked = await ask(hub.POST('/api/v1/voip/flows/{id}/validate', path));
      setProblems(checked.problems);
      return checked.ok ? ask(hub.POST('/api/v1/voip/flows/{id}/publish', path)) : undefined;
    },
    onSuccess: (published) => {
      again();
      if (published) notifications.show({ message: t.isPublished });
    },
  });
  const change = (id: string, node: FlowNode) => setNodes({ ...nodes, [id]: node });
  const add = (type: FlowNode['type']) => {
    let count = 1;
    while (`${type}_${count}` in nodes) count++;
    const id = `${type}_${count}`;
    const lowest = Math.max(0, ...Object.values(nodes).map((node) => node.position?.y ?? 0));
    setNodes({ ...nodes, [id]: { ...FREE_NODES[type], next: {}, position: { x: 260, y: lowest + 40 } } as FlowNode });
    setChosen(id);
  };
  const remove = (id: string) => {
    const { [id]: _gone, ...rest } = nodes;
    const cut = Object.fromEntries(
      Object.entries(rest).map(([key, node]) => [key, { ...node, next: Object.fromEntries(Object.entries(node.next).filter(([, to]) => to !== id)) }]),
    );
    setNodes(cut as Nodes);
    setChosen(undefined);
  };
  const connect = (from: string, to: string) => {
    const node = nodes[from];
    const label = node && wayOf(node);
    if (node && label) change(from, { ...node, next: { ...node.next, [label]: to } });
    setChosen(from);
  };
  const error = save.error ?? check.error ?? publish.error;
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Group gap="sm" align="flex-end">
          <VisuallyHidden component="h1">{name}</VisuallyHidden>
          <TextInput label={t.name} value={name} onChange={(event) => setName(event.currentTarget.value)} disabled={!mayManage} />
          <Badge variant="light" color={flow.publishedVersion === null ? 'gray' : 'teal'} mb={8}>
            {flow.publishedVersion === null ? t.draft : t.published(flow.publishedVersion)}
          </Badge>
        </Group>
        {mayManage && (
          <Group gap="xs">
            <Menu>
              <Menu.Target>
                <Button size="xs" variant="default" leftSection={<IconPlus size={14} />}>
                  {t.addStep}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {Object.keys(FREE_NODES).map((type) => (
                  <Menu.Item key={type} onClick={() => add(type as FlowNode['type'])}>
                    {t.types[type]}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Button size="xs" variant="default" onClick={() => check.mutate()} loading={check.isPending}>
              {t.check}
            </Button>
            <Button size="xs" variant="default" onClick={() => save.mutate()} loading={save.isPending}>
              {t.save}
            </Button>
            <Button size="xs" onClick={() => publish.mutate()} loading={publish.isPending}>
              {t.publish}
            </Button>
          </Group>
        )}
      </Group>
      {error && <Failure error={error} />}
      {problems && (
        <Alert
          color={problems.length === 0 ? 'teal' : 'yellow'}
          variant="light"
          title={problems.length === 0 ? t.ok : t.problems(problems.length)}
          role="status"
        >
          {problems.map(({ nodeId, sentence }) => (
            <Text key={`${nodeId}${sentence}`} size="sm">
              {nodeId ? (
                <Anchor component="button" type="button" size="sm" onClick={() => setChosen(nodeId)}>
                  {nodeId}
                </Anchor>
              ) : null}{' '}
              {sentence}
            </Text>
          ))}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Suspense fallback={<Waiting rows={6} />}>
          <Canvas
            nodes={nodes}
            entry={entry}
            chosen={chosen}
            wrong={problems?.flatMap(({ nodeId }) => nodeId ?? []) ?? []}
            walked={walked}
            onChoose={setChosen}
            onMove={(id, position) => nodes[id] && change(id, { ...nodes[id], position } as FlowNode)}
            onConnect={connect}
          />
        </Suspense>
        <Stack gap="md">
          {chosen && nodes[chosen] ? (
            <FlowStep
              key={chosen}
              id={chosen}
              node={nodes[chosen]}
              ids={Object.keys(nodes)}
              isEntry={entry === chosen}
              isLocked={!mayManage}
              onChange={(node) => change(chosen, node)}
              onEntry={() => setEntry(chosen)}
              onRemove={() => remove(chosen)}
            />
          ) : (
            <Text size="sm" c="dimmed">
              {t.choose}
            </Text>
          )}
          <Rehearsal id={flow.id} before={put} onWalked={setWalked} />
          <Versions id={flow.id} />
        </Stack>
      </SimpleGrid>
    </Stack>
  );
}
