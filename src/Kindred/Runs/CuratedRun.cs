using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>A run after a reader's decisions: groups with names, where every row went, and a model that answers with them.</summary>
public sealed class CuratedRun
{
    private readonly Run _run;
    private readonly Dictionary<int, string> _names;
    private readonly bool _isRenamedOnly;

    private CuratedRun(Run run, Parts<ClusteredRows> clusters, Dictionary<int, string> names, IReadOnlyList<(string Part, string Item, string Tag)> tags, bool isRenamedOnly)
    {
        (_run, Clusters, _names, Tags, _isRenamedOnly) = (run, clusters, names, tags, isRenamedOnly);
        Groups = [.. clusters.Present().SelectMany(part => part.Part.Clusters).Where(group => group != Membership.NoCluster).Distinct().Order()];
    }

    /// <summary>Where every row is now, by the numbers that the report's page shows.</summary>
    public Parts<ClusteredRows> Clusters { get; }

    /// <summary>Numbers of the groups that hold a row, ascending.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>The tags of single items, in the order in which they were given.</summary>
    public IReadOnlyList<(string Part, string Item, string Tag)> Tags { get; }

    /// <summary>What the group is called.</summary>
    public string NameOf(int group) => group == Membership.NoCluster ? ClusterNames.OfNone : _names.GetValueOrDefault(group, ClusterNames.DefaultOf(group));

    /// <summary>Replays the decisions on what the run found.</summary>
    /// <exception cref="ArgumentException">They are about another run, or name a group, a part or an item that there is not.</exception>
    public static CuratedRun Of(Run run, Decisions decisions)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(decisions);
        var record = run.Record;
        if ((record.Dataset.Sha256, record.Recipe, record.Seed) != (decisions.Sha256, decisions.Recipe, decisions.Seed))
        {
            throw new ArgumentException($"These decisions are about a run of {decisions.Recipe} with seed {decisions.Seed} on data with SHA-256 {decisions.Sha256}; " +
                $"this is {record.Recipe} with seed {record.Seed} on {record.Dataset.Sha256}.");
        }

        var replay = new Replay(run);
        foreach (var (i, decision) in decisions.Made.Index())
            replay.Add(decision, i + 1);
        return new CuratedRun(run, replay.Clusters(), replay.Names, replay.Tags, decisions.Made.All(decision => decision is Decision.Rename or Decision.Tag));
    }

    /// <summary>The tags as a table, a row for each: item, part, tag. It appears under its name only when whole.</summary>
    public void WriteTags(string path) => WholeFile.WriteLines(path, file =>
    {
        file.WriteLine("item,part,tag");
        foreach (var (part, item, tag) in Tags)
            file.WriteLine($"{CsvText.Quote(item)},{part},{CsvText.Quote(tag)}");
    });

    /// <summary>A model that puts new items into these groups: the run's own where names are all that changed, else the vote of the nearest rows, with the groups in the order of their numbers.
    /// A row that was moved votes for where it was moved; a row the run knew goes where it is.</summary>
    /// <param name="model">The run's own.</param>
    /// <param name="train">The rows it was made from.</param>
    /// <exception cref="ArgumentException">No row is in a group.</exception>
    public KindredModel Model(KindredModel model, ImageSet train)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        if (_isRenamedOnly)
            return model.WithNames(Enumerable.Range(0, model.ClusterCount).Select(NameOf));
        if (Groups.Count == 0)
            throw new ArgumentException("No row is in a group any more; a model needs at least one.");
        var places = Groups.Index().ToDictionary(group => group.Item, group => group.Index);
        var clusters = Array.ConvertAll(Clusters.Train!.Clusters, group => group == Membership.NoCluster ? group : places[group]);
        var codes = Codes(model, train);
        var votes = new NeighbourVote { Seed = _run.Record.Seed, KeepsKnownRows = true }.Model(codes, clusters, new Dictionary<string, double>());
        return new KindredModel(model.Input, model.Steps, votes, model.Origin, KindredModel.FarthestUsual(votes.Fitted!.Distances), [.. Groups.Select(NameOf)]);
    }

    private static Matrix Codes(KindredModel model, ImageSet train)
    {
        var rows = model.Input.Bring(train).Pixels;
        foreach (var step in model.Steps)
            rows = step.Transform(rows);
        return rows;
    }

    /// <summary>Where units, of which clusters are made, and single rows are, decision by decision; as web/src/data/curation.ts does it.</summary>
    private sealed class Replay
    {
        private readonly Run _run;
        private readonly int _leaves;
        private readonly List<int> _groupOfUnit;
        private readonly Dictionary<(string Part, int Row), int> _moved = [];
        private readonly Dictionary<(string Part, string Item), int> _rows = [];
        private readonly OrderedDictionary<(string Part, string Item, string Tag), bool> _tags = [];
        private int _next;

        public Replay(Run run)
        {
            _run = run;
            var leaves = run.Record.Tree is { } tree && run.Details.Leaves.Train is not null ? tree.ClusterOfLeaf : [];
            (_leaves, _next) = (leaves.Count, run.ClusterCount);
            _groupOfUnit = [.. leaves, .. Enumerable.Range(0, run.ClusterCount)];
            foreach (var (name, part) in run.Clusters.Present())
            {
                foreach (var (row, item) in part.ItemNames().Index())
                    _rows[(name, item)] = row;
            }
        }

        public Dictionary<int, string> Names { get; } = [];

        public IReadOnlyList<(string Part, string Item, string Tag)> Tags => [.. _tags.Keys];

        public void Add(Decision decision, int number)
        {
            switch (decision)
            {
                case Decision.Rename(var group, var name):
                    Require(group, number);
                    if (name.Length == 0)
                        Names.Remove(group);
                    else
                        Names[group] = name;
                    break;
                case Decision.Merge(var groups):
                    Merge(groups, number);
                    break;
                case Decision.Split(var group, var parts):
                    Split(group, parts, number);
                    break;
                case Decision.Move move:
                    Move(move, number);
                    break;
                case Decision.Tag tag:
                    Tag(tag, number);
                    break;
            }
        }

        public Parts<ClusteredRows> Clusters() => new(Part("train", _run.Clusters.Train), Part("validation", _run.Clusters.Validation), Part("test", _run.Clusters.Test));

        private ClusteredRows? Part(string name, ClusteredRows? part)
        {
            if (part is null)
                return null;
            var leaves = name switch { "train" => _run.Details.Leaves.Train, "validation" => _run.Details.Leaves.Validation, _ => _run.Details.Leaves.Test };
            var groups = new int[part.Clusters.Length];
            for (var row = 0; row < groups.Length; row++)
            {
                var leaf = _leaves > 0 && leaves is not null ? leaves[row] : -1;
                var found = part.Clusters[row] == Membership.NoCluster ? Membership.NoCluster : _groupOfUnit[leaf >= 0 ? leaf : _leaves + part.Clusters[row]];
                groups[row] = _moved.GetValueOrDefault((name, row), found);
            }

            return part with { Clusters = groups };
        }

        private void Merge(IReadOnlyList<int> groups, int number)
        {
            foreach (var group in groups)
                Require(group, number);
            var gone = groups.Skip(1).Where(group => group != groups[0]).ToHashSet();
            for (var unit = 0; unit < _groupOfUnit.Count; unit++)
                _groupOfUnit[unit] = gone.Contains(_groupOfUnit[unit]) ? groups[0] : _groupOfUnit[unit];
            foreach (var (row, group) in _moved.Where(moved => gone.Contains(moved.Value)).ToList())
                _moved[row] = groups[0];
            foreach (var group in gone)
                Names.Remove(group);
        }

        private void Split(int group, IReadOnlyList<int> parts, int number)
        {
            Require(group, number);
            foreach (var part in parts)
            {
                if (part < 0 || part >= _leaves)
                    throw new ArgumentException($"Decision {number} splits off part {part}; the run's tree has {_leaves} parts, counted from 0.");
                if (_groupOfUnit[part] == group)
                    _groupOfUnit[part] = _next;
            }

            _next++;
        }

        private void Move(Decision.Move move, int number)
        {
            if (move.To is { } known)
                Require(known, number);
            var to = move.To ?? (move.ToFreshGroup ? _next++ : Membership.NoCluster);
            foreach (var (part, item) in move.Items)
                _moved[(part, RowOf(part, item, number, "moves"))] = to;
        }

        private void Tag(Decision.Tag tag, int number)
        {
            foreach (var (part, item) in tag.Items)
            {
                RowOf(part, item, number, "tags");
                if (tag.IsTakenOff)
                    _tags.Remove((part, item, tag.Name));
                else
                    _tags.TryAdd((part, item, tag.Name), true);
            }
        }

        private int RowOf(string part, string item, int number, string what) => _rows.TryGetValue((part, item), out var row) ? row
            : throw new ArgumentException($"Decision {number} {what} {item}, which is not in the {part} part of the run.");

        private void Require(int group, int number)
        {
            if (group < 0 || group >= _next)
                throw new ArgumentException($"Decision {number} names group {group}; at that point there are groups 0 to {_next - 1}.");
        }
    }
}
