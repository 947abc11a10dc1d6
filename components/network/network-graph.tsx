import { formatBytes } from "@/components/format/format-bytes";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { visibleText } from "@/lib/core/visible-text";
import type { NetworkGraph as Graph, GraphEdge, GraphNode } from "@/lib/timeline/network/prepare-graph";

const WIDTH = 960;
const COLUMNS = [
  { x: 0, width: 180 },
  { x: 340, width: 220 },
  { x: 700, width: 260 },
];
const MOST_CHARACTERS = [22, 26, 32];

/** The instance, its largest peers and their names; how thick a line is says how many bytes went both ways. */
export function NetworkGraph({ graph, label }: { graph: Graph; label: string }) {
  const placed = new Map(graph.columns.flatMap((nodes, at) => nodes.map((node) => [node.id, at] as const)));
  return (
    <ScrollRegion label={label} className="overflow-x-auto px-3.5 py-3">
      <svg
        viewBox={`0 0 ${WIDTH} ${graph.height}`}
        role="img"
        aria-label={`${label}. The table below has the same addresses, names and bytes.`}
        className="block w-full min-w-[680px] max-w-[1200px]"
      >
        {graph.edges.map((edge) => (
          <Edge key={`${edge.from} ${edge.to}`} edge={edge} from={placed.get(edge.from) ?? 0} />
        ))}
        {graph.columns.map((nodes, at) => nodes.map((node) => <Node key={node.id} node={node} column={at} />))}
      </svg>
    </ScrollRegion>
  );
}

function Edge({ edge, from }: { edge: GraphEdge; from: number }) {
  const [start, end] = [COLUMNS[from], COLUMNS[from + 1]];
  if (!start || !end) return null;
  const [x1, x2] = [start.x + start.width, end.x];
  const middle = (x1 + x2) / 2;
  return (
    <g>
      <path
        d={`M${x1},${edge.fromY} C${middle},${edge.fromY} ${middle},${edge.toY} ${x2},${edge.toY}`}
        className="fill-none stroke-flow/35"
        strokeWidth={edge.width}
      >
        <title>{formatBytes(edge.bytes)}</title>
      </path>
      {from === 0 ? (
        <text
          x={x2 - 8}
          y={edge.toY + 4}
          textAnchor="end"
          strokeWidth={5}
          strokeLinejoin="round"
          paintOrder="stroke"
          className="fill-text stroke-panel text-[12px] tabular-nums"
        >
          {formatBytes(edge.bytes)}
        </text>
      ) : null}
    </g>
  );
}

function Node({ node, column }: { node: GraphNode; column: number }) {
  const place = COLUMNS[column];
  if (!place) return null;
  const text = visibleText(node.text);
  const most = MOST_CHARACTERS[column] ?? MOST_CHARACTERS[0] ?? 0;
  const shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return (
    <g>
      <title>{`${text}, ${formatBytes(node.bytes)} both ways${node.known === "listed" ? ", on a list of known-bad values" : ""}`}</title>
      <rect
        x={place.x + 0.5}
        y={node.y + 0.5}
        width={place.width - 1}
        height={Math.max(1, node.height - 1)}
        rx={6}
        className={node.known === "listed" ? "fill-flag/8 stroke-flag" : "fill-raise stroke-line"}
      />
      <text
        x={place.x + 10}
        y={node.y + node.height / 2 + 4}
        className={`text-[12px] ${node.kind === "rest" ? "fill-dim" : "fill-text font-mono"}`}
      >
        {shown}
      </text>
    </g>
  );
}
