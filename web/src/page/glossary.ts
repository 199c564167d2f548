// One or two plain sentences for each number; shown on hover and focus.

export interface Meaning {
  label: string;
  short: string;
  text: string;
}

const scores: Record<string, Meaning> = {
  accuracy: {
    label: "Accuracy", short: "Accuracy",
    text: "Each cluster is paired with one class, in the way that fits best. Accuracy is the share of images in the cluster paired with their class. This is the number most papers report.",
  },
  majorityVoteAccuracy: {
    label: "Majority-vote accuracy", short: "Majority vote",
    text: "Each cluster takes the class most of its images have; several clusters may take the same. Also called purity. It is never below accuracy and grows with the number of clusters.",
  },
  normalizedMutualInformation: {
    label: "Normalized mutual information", short: "NMI",
    text: "How much knowing the cluster tells about the class: 0 is nothing, 100% is everything. Chance alone gives a little more than 0.",
  },
  adjustedMutualInformation: {
    label: "Adjusted mutual information", short: "AMI",
    text: "Like normalized mutual information, corrected for chance: random clusters give 0 on average.",
  },
  adjustedRandIndex: {
    label: "Adjusted Rand index", short: "ARI",
    text: "Looks at pairs of images: are two of one class in one cluster, and two of different classes apart? 100% is always, 0 is what random clusters reach.",
  },
  homogeneity: {
    label: "Homogeneity", short: "Homogeneity",
    text: "100% when every cluster holds images of one class only.",
  },
  completeness: {
    label: "Completeness", short: "Completeness",
    text: "100% when all images of a class are in one cluster.",
  },
};

/** The scores in the order of the tables; the V-measure is left out, being the same number as NMI. */
export const scoreOrder = Object.keys(scores);

export const meaningOfScore = (score: string): Meaning =>
  scores[score] ?? { label: words(score), short: words(score), text: `${words(score)}, as the run recorded it.` };

const outcomes: Record<string, Meaning> = {
  inertia: { label: "Inertia", short: "Inertia", text: "The sum of squared distances from each image to the centre of its cluster. Smaller is tighter; it compares runs on the same data only." },
  iterations: { label: "Iterations", short: "Iterations", text: "How many rounds the method went before it stopped." },
  converged: { label: "Settled", short: "Settled", text: "Whether the method stopped because nothing changed any more, rather than at its limit of rounds." },
  silhouette: { label: "Silhouette", short: "Silhouette", text: "Whether images lie nearer to their own cluster than to the next: 1 is far apart, 0 is on the border, below 0 is on the wrong side. Needs no classes." },
  daviesBouldin: { label: "Davies–Bouldin index", short: "Davies–Bouldin", text: "How wide clusters are for the distance between them. Smaller is better. Needs no classes." },
  calinskiHarabasz: { label: "Calinski–Harabasz index", short: "Calinski–Harabasz", text: "How far apart clusters lie for how wide they are. Larger is better; it compares runs on the same data only." },
  bestEpoch: { label: "Epoch kept", short: "Epoch kept", text: "The epoch whose network was kept: the one with the lowest validation loss." },
  restartedComponents: { label: "Restarted components", short: "Restarted", text: "How often a component of the mixture had lost its images and was started again where the mixture explained least." },
  meanLogLikelihood: { label: "Log-likelihood", short: "Log-likelihood", text: "How probable the mixture holds the data to be, per image and as a logarithm. Larger fits better." },
};

export const meaningOfOutcome = (outcome: string): Meaning =>
  outcomes[outcome] ?? { label: words(outcome), short: words(outcome), text: `${words(outcome)}, as the method measured it.` };

export const meanings = {
  images: "All images of the data set that were grouped. Every count and score on this page is over all of them.",
  clusters: "How many groups the method looked for.",
  largest: "Images in the largest and in the smallest cluster. Very unequal sizes can mean that one group swallowed others.",
  time: "All steps of the run together, on the computer named under “How it was made”.",
  medianProbability: "The middle value of the probability the method gives each member of the cluster. It is no measure of quality: a method can be certain and wrong.",
  probability: "How strongly the method holds that this belongs to this cluster rather than to another. It is the method’s own number, not the chance of being right; of methods on graphs, how often such a member came into this cluster again when random halves were clustered anew.",
  distance: "How far the image lies from the middle of its cluster, in the method’s own measure. Large is untypical.",
  purity: "The share of this cluster’s images that have its most frequent class.",
  share: "The part of all images that is in this cluster.",
  comesAgain: "Random parts of the data are clustered anew and compared with this run. 1 is the same clusters each time, 0 is as chance would.",
  clusterComesAgain: "Random parts of the data are clustered anew: how much the cluster that comes in its place shares with this one, from 0 to 1.",
  agreement: "The adjusted Rand index with what another method makes of the same rows: 1 is the same groups, 0 is as chance would.",
  connectedness: "The share of each one's nearest neighbours that are in the same group, on average.",
  mark: "Whether this group comes again when random halves of the data are clustered anew (Jaccard index of 0.75 or more; below 0.6, or where its members lie nearer to another group: check this one).",
  covered: "The share that is in a cluster; the method left the others out.",
  noiseAll: "The adjusted Rand index over all, what is in no cluster counted as one cluster of its own.",
  noiseClustered: "The adjusted Rand index of those in a cluster only: the better, the more hard ones are left out.",
  noCluster: "What the method left out: too far from every cluster, or between them.",
  mean: "The average of all images in this cluster, pixel by pixel.",
  seed: "The number that random choices were started from. The same seed gives the same result.",
  median: "The middle value over the seeds, and the lowest and the highest.",
  published: "The figure a published report gives for the same method, and how ours differs from it in percentage points.",
  chosen: "The epoch whose network was kept: the one with the lowest validation loss.",
  training: "The loss on the images the network learns from. Lower is better.",
  validation: "The loss on images held out from learning. When it rises while the training loss falls, the network learns by heart.",
  bic: "The Bayesian information criterion of a mixture with so many clusters: how badly it fits, with a charge for every number it needs. Lower is better.",
  stability: "Mixtures fitted to random parts of the images are compared: the adjusted Rand index says how far they agree. 1 is completely, 0 is as chance would.",
  nearlyAsGood: "Numbers whose BIC is within two standard errors of the lowest.",
  difference: "The root of the mean squared difference of the two, as a share of the range of values. 0 is the same.",
  epoch: "One pass of the learning over all training images.",
} as const;

function words(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
