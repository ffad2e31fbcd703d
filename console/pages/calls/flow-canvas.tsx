import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { Background, Controls, Handle, type Node, type NodeProps, Position, ReactFlow, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { texts } from '../../texts.ts';
import classes from './calls.module.css';
import { type FlowNode, lineOf, type Nodes, wayWord } from './flow-words.ts';

const t = texts.flows;
type Shown = Node<{ node: FlowNode; isEntry: boolean; isWrong: boolean; isWalked: boolean }, 'step'>;

function Step({ data: { node, isEntry, isWrong, isWalked }, selected }: NodeProps<Shown>) {
  return (
    <div
      className={`${classes.node} ${isWrong ? classes.wrong : ''} ${isWalked ? classes.walked : ''}`}
      style={selected ? { outline: '2px solid var(--mantine-primary-color-filled)' } : undefined}
    >
      {!isEntry && <Handle type="target" position={Position.Top} />}
      <strong>{t.types[node.type]}</strong>
      {isEntry && <div style={{ fontSize: 11 }}>{t.first}</div>}
      <div style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{lineOf(node)}</div>
      {node.type !== 'hangup' && <Handle type="source" position={Position.Bottom} />}
    </div>
  );
}
const kinds = { step: Step };

interface CanvasProps {
  nodes: Nodes;
  entry: string;
  chosen: string | undefined;
  wrong: readonly string[];
  walked: readonly string[];
  onChoose: (id: string) => void;
  onMove: (id: string, position: { x: number; y: number }) => void;
  onConnect: (from: string, to: string) => void;
}

/** Steps are read at their own size, and not larger. */
const FIT = { maxZoom: 1, padding: 0.15 };

/** A step that was added is seen, wherever the drawing was moved to. */
function KeepInSight({ count }: { count: number }) {
  const { fitView } = useReactFlow();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step more or less changes how much there is to see.
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView(FIT));
    return () => cancelAnimationFrame(frame);
  }, [count, fitView]);
  return null;
}

/** The drawing: steps and the ways between them. Loaded only where a flow is drawn. */
export default function FlowCanvas({ nodes, entry, chosen, wrong, walked, onChoose, onMove, onConnect }: CanvasProps) {
  const scheme = useComputedColorScheme();
  const shown = useMemo(
    () =>
      Object.entries(nodes).map(
        ([id, node], index): Shown => ({
          id,
          type: 'step',
          position: node.position ?? { x: (index % 3) * 240, y: Math.floor(index / 3) * 140 },
          data: { node, isEntry: id === entry, isWrong: wrong.includes(id), isWalked: walked.includes(id) },
          selected: id === chosen,
          ariaLabel: `${t.types[node.type]} ${id}`,
        }),
      ),
    [nodes, entry, chosen, wrong, walked],
  );
  const lines = useMemo(
    () =>
      Object.entries(nodes).flatMap(([id, node]) =>
        Object.entries(node.next).map(([label, to]) => ({ id: `${id}-${label}`, source: id, target: to, label: wayWord(label) })),
      ),
    [nodes],
  );
  return (
    <div className={classes.canvas}>
      <ReactFlow<Shown>
        nodes={shown}
        edges={lines}
        nodeTypes={kinds}
        colorMode={scheme}
        fitView
        fitViewOptions={FIT}
        onNodeClick={(_event, node) => onChoose(node.id)}
        onNodesChange={(changes) => {
          for (const each of changes) {
            if (each.type === 'position' && each.position) onMove(each.id, { x: Math.round(each.position.x), y: Math.round(each.position.y) });
            if (each.type === 'select' && each.selected) onChoose(each.id);
          }
        }}
        onConnect={({ source, target }) => onConnect(source, target)}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
      >
        <Background />
        <KeepInSight count={shown.length} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
