import { useMemo } from "preact/hooks";
import { type Decision, type TreeNode, treeOf } from "../data/curation";
import { itemOf } from "../data/run";
import { usePage, useShown } from "../page/context";
import { Section, Swatch } from "../page/controls";
import { count, counted } from "../page/numbers";
import { groupColour } from "../page/palette";
import { SamplePicture } from "../page/pictures";

const picturesAtNode = 6;

/** How many groups: the tree of groups and their parts, cut where the reader likes. */
export function TreeSection() {
  const shown = useShown();
  const { decisions, run } = usePage();
  const { details } = shown;
  const root = useMemo(() => treeOf(details), [details]);
  const pictures = useMemo(() => picturesOfLeaves(shown), [shown.points, details.units]);
  if (!root) return null;
  const groupOfLeaf = new Map(details.groups.flatMap(({ id, units }) => units.map((unit) => [unit, id] as const)));
  const { merges } = details.units.tree!;
  const step = nextSteps(root, groupOfLeaf);
  return (
    <Section
      id="tree" title="How many groups"
      lead={<>
        Groups have parts, and groups are alike: the tree joins first what has most links. Split a group into its two parts, or merge two branches, and map and
        clusters follow. {run.countRange?.sentence}
      </>}
    >
      <div class="tree-bar">
        <div class="stepper" role="group" aria-label="Number of groups">
          <button type="button" aria-label="One group fewer" disabled={!step.fewer} onClick={() => step.fewer && decisions.make(step.fewer)}>−</button>
          <strong aria-live="polite">{counted(details.groups.length, "group")}</strong>
          <button type="button" aria-label="One group more" disabled={!step.more} onClick={() => step.more && decisions.make(step.more)}>+</button>
        </div>
        <span class="note">The run found {count(run.details!.clusterCount)}{merges.length + 1 > run.details!.clusterCount ? `; they have ${count(merges.length + 1)} parts` : ""}.</span>
        {decisions.made.length > 0 && <button type="button" class="link" onClick={() => decisions.replace([])}>Back to what the run found</button>}
      </div>
      <ul class="tree" role="tree" aria-label="Groups and how they merge">
        <Branch node={root} groupOfLeaf={groupOfLeaf} pictures={pictures} />
      </ul>
    </Section>
  );
}

interface BranchProps {
  node: TreeNode;
  groupOfLeaf: ReadonlyMap<number, number>;
  pictures: number[][];
}

function Branch({ node, groupOfLeaf, pictures }: BranchProps) {
  const { names, decisions, run } = usePage();
  const { details, points } = useShown();
  const groups = groupsUnder(node, groupOfLeaf);
  const size = node.leaves.reduce((sum, leaf) => sum + details.units.sizes[leaf]!, 0);
  const shown = points.images ? picked(node, pictures, details.units.sizes) : [];
  if (groups.length === 1) {
    const group = details.groups.find(({ id }) => id === groups[0])!;
    const isWhole = group.units.every((unit) => unit >= details.units.leaves || node.leaves.includes(unit));
    return (
      <li class="node is-group" role="treeitem" style={{ "--group": groupColour(group.id) }}>
        <div class="node-row">
          <Swatch colour={groupColour(group.id)} />
          <a class="node-name" href={`#cluster-${group.id}`}>{names.of(group.id)}</a>
          <span class="note">{count(isWhole ? group.size : size)}{isWhole ? "" : ", with others"}</span>
          <Pictures images={shown} />
          {node.children && <button type="button" onClick={() => decisions.make(splitOf(node, group.id, details.units.sizes))}>Split</button>}
        </div>
      </li>
    );
  }
  return (
    <li class="node" role="treeitem" aria-expanded="true">
      <div class="node-row">
        <span class="node-name is-joint">{counted(groups.length, "group")}</span>
        <span class="note">{counted(size, itemOf(run))}</span>
        <Pictures images={shown} />
        <button type="button" onClick={() => decisions.make({ do: "merge", groups: largestFirst(groups, details.groups) })}>Merge</button>
      </div>
      <ul role="group">
        {node.children!.map((child) => <Branch key={child.node} node={child} groupOfLeaf={groupOfLeaf} pictures={pictures} />)}
      </ul>
    </li>
  );
}

function Pictures({ images }: { images: number[] }) {
  return <span class="node-pictures">{images.map((image) => <SamplePicture key={image} image={image} size={44} />)}</span>;
}

/** The smaller part goes, so that the larger keeps number, name and colour. */
function splitOf({ children }: TreeNode, group: number, sizes: number[]): Decision {
  const rows = (node: TreeNode) => node.leaves.reduce((sum, leaf) => sum + sizes[leaf]!, 0);
  const [first, second] = children!;
  return { do: "split", group, parts: rows(first) < rows(second) ? first.leaves : second.leaves };
}

const largestFirst = (ids: number[], groups: { id: number; size: number }[]): number[] => {
  const size = (id: number) => groups.find((group) => group.id === id)?.size ?? 0;
  return [...ids].sort((a, b) => size(b) - size(a) || a - b);
};

const groupsUnder = (node: TreeNode, groupOfLeaf: ReadonlyMap<number, number>): number[] => [...new Set(node.leaves.map((leaf) => groupOfLeaf.get(leaf)!))];

/** The merge and the split that the order of the tree makes next. */
function nextSteps(root: TreeNode, groupOfLeaf: ReadonlyMap<number, number>): { fewer: Decision | null; more: Decision | null } {
  let [merge, split]: [TreeNode | null, TreeNode | null] = [null, null];
  const visit = (node: TreeNode): void => {
    if (!node.children) return;
    const groups = groupsUnder(node, groupOfLeaf);
    if (groups.length === 1) {
      if (!split || node.node > split.node) split = node;
      return;
    }
    const isLast = node.children.every((child) => groupsUnder(child, groupOfLeaf).length === 1);
    if (isLast && (!merge || node.node < (merge as TreeNode).node)) merge = node;
    node.children.forEach(visit);
  };
  visit(root);
  const [m, s] = [merge as TreeNode | null, split as TreeNode | null];
  return {
    fewer: m && { do: "merge", groups: groupsUnder(m, groupOfLeaf) },
    more: s && { do: "split", group: groupOfLeaf.get(s.leaves[0]!)!, parts: s.children![1].leaves },
  };
}

/** The most typical pictures of each leaf. */
function picturesOfLeaves({ points: { images }, details: { units, distances } }: ReturnType<typeof useShown>): number[][] {
  const lists = Array.from({ length: units.leaves }, () => [] as number[]);
  if (!images) return lists;
  const order = Array.from(images.pointOf.keys());
  if (distances) order.sort((a, b) => distances[images.pointOf[a]!]! - distances[images.pointOf[b]!]!);
  for (const image of order) {
    const unit = units.of[images.pointOf[image]!]!;
    if (unit >= 0 && unit < units.leaves && lists[unit]!.length < picturesAtNode) lists[unit]!.push(image);
  }
  return lists;
}

/** Some pictures from all parts of a node, the largest part first. */
function picked({ leaves }: TreeNode, pictures: number[][], sizes: number[]): number[] {
  const lists = [...leaves].sort((a, b) => sizes[b]! - sizes[a]!).map((leaf) => pictures[leaf]!);
  const chosen: number[] = [];
  for (let turn = 0; turn < picturesAtNode; turn++) {
    for (const list of lists) if (list[turn] !== undefined && chosen.length < picturesAtNode) chosen.push(list[turn]!);
  }
  return chosen;
}
