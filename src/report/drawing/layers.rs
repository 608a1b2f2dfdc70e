//! Where the nodes of a drawing stand: in layers from top to bottom, in the manner of Sugiyama, Tagawa and Toda,
//! "Methods for visual understanding of hierarchical system structures" (1981).

use super::Drawing;

/// Space between neighbours in a layer, and between layers.
const GAP: f64 = 24.0;
const LAYER_GAP: f64 = 64.0;

/// The room that a line takes where it passes through a layer.
const LINE: f64 = 10.0;

/// How often the order in the layers is improved. More changes little.
const SWEEPS: usize = 8;

/// Lines are led around nodes as long as that takes fewer bends than this; beyond, they are drawn straight. A story that
/// has more is a thicket anyway, and a hostile one must not cost more than the record that tells it.
const MOST_BENDS: usize = 20_000;

/// The size of a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// Where all stands, in the same unit as the sizes.
pub(super) struct Placement {
    /// The middle of each node.
    pub nodes: Vec<(f64, f64)>,
    /// The points of each edge, from the foot of the upper node to the head of the lower one.
    pub edges: Vec<Vec<(f64, f64)>>,
    pub size: Size,
}

/// Places the nodes of a drawing, which have these sizes.
pub(super) fn place(drawing: &Drawing, sizes: &[Size]) -> Placement {
    let rank = ranks(drawing);
    let mut layers = Layers::new(drawing, sizes, &rank);
    for sweep in 0..SWEEPS {
        layers.improve(sweep % 2 == 0);
    }
    layers.placement(drawing, sizes, &rank)
}

/// The layer of each node: one below the lowest that cites it. Citations that lead back, in a circle, are passed over.
fn ranks(drawing: &Drawing) -> Vec<usize> {
    let count = drawing.nodes.len();
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut is_cited = vec![false; count];
    for edge in &drawing.edges {
        below[edge.from].push(edge.to);
        is_cited[edge.to] = true;
    }
    // Depth first, without recursion: a chain may be a thousand links deep.
    let mut state = vec![State::New; count];
    let mut order = Vec::with_capacity(count);
    let mut forward: Vec<(usize, usize)> = Vec::new();
    let roots = (0..count).filter(|&node| !is_cited[node]);
    for root in roots.chain(0..count).collect::<Vec<_>>() {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::Open;
        let mut stack = vec![(root, 0)];
        while let Some((node, next)) = stack.pop() {
            match below[node].get(next) {
                Some(&target) => {
                    stack.push((node, next + 1));
                    if state[target] != State::Open {
                        forward.push((node, target));
                    }
                    if state[target] == State::New {
                        state[target] = State::Open;
                        stack.push((target, 0));
                    }
                }
                None => {
                    state[node] = State::Done;
                    order.push(node);
                }
            }
        }
    }
    let mut position = vec![0; count];
    for (at, &node) in order.iter().rev().enumerate() {
        position[node] = at;
    }
    forward.sort_unstable_by_key(|&(from, _)| position[from]);
    let mut rank = vec![0; count];
    for (from, to) in forward {
        rank[to] = rank[to].max(rank[from] + 1);
    }
    rank
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Nodes and bends of lines, layer by layer. Bends are numbered behind the nodes.
struct Layers {
    layers: Vec<Vec<usize>>,
    widths: Vec<f64>,
    up: Vec<Vec<usize>>,
    down: Vec<Vec<usize>>,
    place_in_layer: Vec<usize>,
    /// The bends of each edge, from the upper node to the lower one.
    bends: Vec<Vec<usize>>,
}

impl Layers {
    fn new(drawing: &Drawing, sizes: &[Size], rank: &[usize]) -> Self {
        let depth = rank.iter().max().map_or(0, |deepest| deepest + 1);
        let mut layers = vec![Vec::new(); depth];
        for (node, &layer) in rank.iter().enumerate() {
            layers[layer].push(node);
        }
        let mut made = Self {
            layers,
            widths: sizes.iter().map(|size| size.width).collect(),
            up: vec![Vec::new(); rank.len()],
            down: vec![Vec::new(); rank.len()],
            place_in_layer: Vec::new(),
            bends: Vec::new(),
        };
        let needed: usize = drawing
            .edges
            .iter()
            .map(|edge| rank[edge.from].abs_diff(rank[edge.to]).saturating_sub(1))
            .sum();
        for edge in &drawing.edges {
            let (upper, lower) = if rank[edge.from] <= rank[edge.to] {
                (edge.from, edge.to)
            } else {
                (edge.to, edge.from)
            };
            let mut bends = Vec::new();
            let mut last = upper;
            if needed <= MOST_BENDS {
                for layer in rank[upper] + 1..rank[lower] {
                    let bend = made.widths.len();
                    made.widths.push(LINE);
                    made.up.push(Vec::new());
                    made.down.push(Vec::new());
                    made.layers[layer].push(bend);
                    made.join(last, bend);
                    bends.push(bend);
                    last = bend;
                }
            }
            made.join(last, lower);
            made.bends.push(bends);
        }
        made.place_in_layer = vec![0; made.widths.len()];
        made.number();
        made
    }

    fn join(&mut self, upper: usize, lower: usize) {
        self.down[upper].push(lower);
        self.up[lower].push(upper);
    }

    fn number(&mut self) {
        for layer in &self.layers {
            for (place, &node) in layer.iter().enumerate() {
                self.place_in_layer[node] = place;
            }
        }
    }

    /// Orders each layer by where its neighbours above, or below, stand on average.
    fn improve(&mut self, downwards: bool) {
        let depth = self.layers.len();
        for step in 1..depth {
            let layer = if downwards { step } else { depth - 1 - step };
            let neighbours = if downwards { &self.up } else { &self.down };
            let middle = |node: usize| {
                let near = &neighbours[node];
                if near.is_empty() {
                    return self.place_in_layer[node] as f64;
                }
                let sum: usize = near.iter().map(|&other| self.place_in_layer[other]).sum();
                sum as f64 / near.len() as f64
            };
            let mut order: Vec<(f64, usize)> = self.layers[layer]
                .iter()
                .map(|&node| (middle(node), node))
                .collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            self.layers[layer] = order.into_iter().map(|(_, node)| node).collect();
            for (place, &node) in self.layers[layer].iter().enumerate() {
                self.place_in_layer[node] = place;
            }
        }
    }

    fn placement(&self, drawing: &Drawing, sizes: &[Size], rank: &[usize]) -> Placement {
        let width_of = |layer: &Vec<usize>| {
            let widths: f64 = layer.iter().map(|&node| self.widths[node]).sum();
            widths + GAP * layer.len().saturating_sub(1) as f64
        };
        let width = self.layers.iter().map(width_of).fold(0.0, f64::max);
        let mut across = vec![0.0; self.widths.len()];
        let mut heights = Vec::new();
        let mut tops = Vec::new();
        let mut top = 0.0;
        for layer in &self.layers {
            let mut left = (width - width_of(layer)) / 2.0;
            for &node in layer {
                across[node] = left + self.widths[node] / 2.0;
                left += self.widths[node] + GAP;
            }
            let height = layer
                .iter()
                .filter_map(|&node| sizes.get(node))
                .map(|size| size.height)
                .fold(0.0, f64::max);
            tops.push(top);
            heights.push(height);
            top += height + LAYER_GAP;
        }
        // All hang from the top of their layer, so that no line that comes from above runs through a taller neighbour.
        let nodes: Vec<(f64, f64)> = (0..sizes.len())
            .map(|node| (across[node], tops[rank[node]] + sizes[node].height / 2.0))
            .collect();
        let edges = drawing
            .edges
            .iter()
            .zip(&self.bends)
            .map(|(edge, bends)| {
                let leads_down = rank[edge.from] <= rank[edge.to];
                let (upper, lower) = if leads_down {
                    (edge.from, edge.to)
                } else {
                    (edge.to, edge.from)
                };
                let mut points = vec![(nodes[upper].0, nodes[upper].1 + sizes[upper].height / 2.0)];
                if sizes[upper].height < heights[rank[upper]] {
                    points.push((nodes[upper].0, tops[rank[upper]] + heights[rank[upper]]));
                }
                for (step, &bend) in bends.iter().enumerate() {
                    let layer = rank[upper] + 1 + step;
                    points.push((across[bend], tops[layer]));
                    points.push((across[bend], tops[layer] + heights[layer]));
                }
                points.push((nodes[lower].0, nodes[lower].1 - sizes[lower].height / 2.0));
                if !leads_down {
                    points.reverse();
                }
                points
            })
            .collect();
        Placement {
            nodes,
            edges,
            size: Size {
                width,
                height: (top - LAYER_GAP).max(0.0),
            },
        }
    }
}
