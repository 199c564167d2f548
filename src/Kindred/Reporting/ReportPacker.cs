using Kindred.Clustering;
using Kindred.Datasets;

namespace Kindred.Reporting;

/// <summary>Packs the rows of one data set, and what runs say of them, into blocks.</summary>
internal sealed class ReportPacker
{
    private const int SheetQuality = 75;
    private const int ManyPictures = 20_000;  // of more, sheets show each at half the side: a quarter of the time and of the disk

    private readonly ReportSamples _samples;
    private readonly ReportBlocks _blocks;
    private readonly ReportSettings _settings;
    private readonly ReportRows _rows;
    private readonly ReportPictures? _pictures;
    private readonly ReportSample _sample;
    private readonly ReportThumbnails? _thumbnails;
    private readonly TableProfile? _profile;
    private readonly PictureSheets? _sheets;

    /// <param name="samples">The data set.</param>
    /// <param name="runs">All runs on it: their extreme rows are given pictures.</param>
    /// <param name="blocks">Where packed values go.</param>
    /// <param name="settings">How much is kept.</param>
    /// <param name="beside">Where pictures go that the page has no room for; null: nowhere.</param>
    public ReportPacker(ReportSamples samples, IReadOnlyList<ReportDetails> runs, ReportBlocks blocks, ReportSettings settings, BesidePage? beside)
    {
        (_samples, _blocks, _settings) = (samples, blocks, settings);
        _rows = new ReportRows(samples.Images);
        _pictures = !_rows.Shape.IsTable ? new ReportPictures(_rows.Shape, settings.MaxPictureSide, PixelRange.Of(samples.Images.Train, samples.Images.Validation, samples.Images.Test)) : null;  // a table's rows are no images
        _profile = _rows.Shape.IsTable ? new TableProfile(_rows, samples.ColumnNames) : null;
        var pictureCount = _pictures is null ? 0 : samples.Files is null ? Math.Clamp(settings.MaxPictureBytes / _pictures.Shape.Size, 1, settings.MaxPictures) : settings.MaxPictures;
        _sample = ReportSample.Choose(_rows.Count, runs.SelectMany(Extremes), pictureCount, settings);
        if (_pictures is null)
            return;
        if (samples.Files is not null)
        {
            _thumbnails = ReportThumbnails.Of(samples.Files, PictureRows(), samples.Cache, row => _pictures.PictureOf(_rows, row), settings);
            _sample = _sample.WithPictures(_thumbnails.Kept);
        }

        if (beside is not null && _sample.Pictures.Length < _sample.Points.Length)
            _sheets = Sheets(_pictures, runs[0], beside);
    }

    /// <summary>The folder of pictures beside the page; null where the page holds them all.</summary>
    public string? Folder => _sheets?.Folder;

    public PointsJson Points() => new(
        _rows.Count,
        [.. _rows.Parts.Select(part => new PartJson(part.Name, _sample.Points.Count(row => row >= part.Start && row < part.Start + part.Images.Count)))],
        _samples.ClassNames,
        _blocks.Add(AsUnsigned(Sampled(RowNumbers()))),
        Classes(),
        _samples.Names is null ? null : _blocks.Add(Sampled(_rows.Join(_samples.Names.Select(names => names.ToArray()), string.Empty, "names"))),
        _pictures is null ? null : Images(_pictures),
        _profile?.ToJson(_blocks, _sample.Points));

    public DetailsJson Details(ReportDetails run, int data)
    {
        var groups = Groups(run);
        var sizes = new int[run.ClusterCount];
        foreach (var group in groups.Where(group => group != Membership.NoCluster))
            sizes[group]++;
        return new DetailsJson(
            data,
            run.ClusterCount,
            sizes,
            groups.Length - sizes.Sum(),
            _blocks.AddNumbers(Sampled(groups), run.ClusterCount),
            run.Probabilities is null ? null : _blocks.AddUnitRange(Sampled(_rows.JoinAll(run.Probabilities, "probabilities"))),
            run.Distances is null ? null : _blocks.Add(Sampled(_rows.JoinAll(run.Distances, "distances"))),
            [.. run.Maps.Select(map => ReportPositions.Pack(map, _rows, _sample, _blocks))],
            run.Tree is null ? null : Tree(run, run.Tree),
            run.Codes is null || _pictures is null ? null : ReportNeighbours.Pack(run.Codes, _rows, PictureRows(), _settings, _blocks),
            _pictures is null ? null : Means(_pictures, run, groups, sizes),
            _profile is null ? null : Profiles(_profile, run, groups, sizes),
            _pictures is null || run.Reconstructions is not { } pair ? null : Reconstructions(pair.Originals, pair.Restored),
            _pictures is null || run.Views is not var (views, each) ? null : new ViewsJson(each, _blocks.Add(new ReportPictures(_rows.Shape, _settings.MaxPictureSide).Of(views))),
            run.Findings is null ? null : ReportFindings.Pack(run.Findings, _rows, _sample, _settings, _blocks),
            run.Layers,
            run.Model is null || _pictures is null ? null : ReportCodes.Pack(run.Model, _rows, PictureRows(), _blocks));
    }

    private ImagesJson Images(ReportPictures pictures) => new(
        pictures.Shape.Height,
        pictures.Shape.Width,
        pictures.Shape.Channels,
        _rows.Shape.ToString(),
        _sample.RandomCount,
        _blocks.Add(AsUnsigned(_sample.Pictures)),
        _blocks.Add(_thumbnails is not null ? [] : pictures.Of(_rows, PictureRows())),
        _thumbnails?.ToJson(_blocks, _samples.FilesAddress),
        _sheets is null ? null : new SheetsJson(_sheets.Folder, _sheets.Side, _sheets.Columns, _blocks.Add(AsUnsigned(_sheets.Places))));

    // by group, the most typical first: as pages show them
    private PictureSheets Sheets(ReportPictures pictures, ReportDetails run, BesidePage beside)
    {
        var groups = Sampled(Groups(run));
        var distances = run.Distances is null ? null : Sampled(_rows.JoinAll(run.Distances, "distances"));
        int[] order = [.. Enumerable.Range(0, groups.Length).OrderBy(dot => groups[dot]).ThenBy(dot => distances?[dot] ?? 0)];
        if (_samples.Files is not { } files)
            return PictureSheets.Write(beside, order, Math.Max(pictures.Shape.Height, pictures.Shape.Width), quality: null, dot => pictures.PictureOf(_rows, _sample.Points[dot]));
        var side = Math.Min(Math.Max(1, _settings.ThumbnailSide / (order.Length > ManyPictures ? 2 : 1)), _thumbnails!.LongestSide);
        return PictureSheets.Write(beside, order, side, SheetQuality, dot => ReportThumbnails.Shrunk(files[_sample.Points[dot]], side, _samples.Cache) ?? pictures.PictureOf(_rows, _sample.Points[dot]));
    }

    // of every part where clusters have parts, else of every cluster
    private ColumnJson Means(ReportPictures pictures, ReportDetails run, int[] groups, int[] sizes) =>
        _blocks.Add(run.Tree is { } tree ? pictures.Means(_rows, Leaves(run, tree), SizesOf(Leaves(run, tree), tree.ClusterOfLeaf.Count)) : pictures.Means(_rows, groups, sizes));

    private ColumnJson Profiles(TableProfile profile, ReportDetails run, int[] groups, int[] sizes) =>
        _blocks.Add(run.Tree is { } tree ? profile.Means(_rows, Leaves(run, tree), tree.ClusterOfLeaf.Count) : profile.Means(_rows, groups, sizes.Length));

    private TreeJson Tree(ReportDetails run, Runs.ClusterTree tree)
    {
        var leaves = Leaves(run, tree);
        return new TreeJson(
            tree.ClusterOfLeaf,
            SizesOf(leaves, tree.ClusterOfLeaf.Count),
            [.. tree.Merges.Select(merge => new[] { merge.First, merge.Second })],
            [.. tree.Merges.Select(merge => merge.LinkRatio)],
            tree.Styles,
            _blocks.AddNumbers(Sampled(leaves), tree.ClusterOfLeaf.Count));
    }

    private int[] Leaves(ReportDetails run, Runs.ClusterTree tree)
    {
        var leaves = _rows.JoinAll(run.Leaves ?? throw new ArgumentException("A tree of clusters needs the leaf of every row."), "leaves");
        var groups = _rows.JoinAll(run.Groups, "groups");
        for (var row = 0; row < leaves.Length; row++)
        {
            if (leaves[row] < Membership.NoCluster || leaves[row] >= tree.ClusterOfLeaf.Count || (leaves[row] >= 0 && tree.ClusterOfLeaf[leaves[row]] != groups[row]))
                throw new ArgumentException($"The leaf of every row must be a part of its cluster, or {Membership.NoCluster}; row {row} is in cluster {groups[row]} and has leaf {leaves[row]}.");
        }

        return leaves;
    }

    private static int[] SizesOf(int[] leaves, int count)
    {
        var sizes = new int[count];
        foreach (var leaf in leaves.Where(leaf => leaf >= 0))
            sizes[leaf]++;
        return sizes;
    }

    // what stands out is shown, so it comes first
    private IEnumerable<int> Extremes(ReportDetails run) =>
        run.Findings is null ? Untypical(run) : ReportFindings.RowsOf(run.Findings, _rows, _settings).Concat(Untypical(run));

    private IEnumerable<int> Untypical(ReportDetails run)
    {
        var untypical = run.Distances is not null ? _rows.JoinAll(run.Distances, "distances")
            : run.Probabilities is not null ? Array.ConvertAll(_rows.JoinAll(run.Probabilities, "probabilities"), value => -value)
            : null;
        if (untypical is null)
            return [];
        var extremes = ReportSample.Extremes(Groups(run), run.ClusterCount, untypical, _settings.ExtremesPerCluster);
        if (run.Distances is null || run.Probabilities is null)
            return extremes;
        var unsure = Array.ConvertAll(_rows.JoinAll(run.Probabilities, "probabilities"), value => -value);
        return extremes.Concat(ReportSample.Extremes(Groups(run), run.ClusterCount, unsure, _settings.ExtremesPerCluster));
    }

    private int[] Groups(ReportDetails run)
    {
        var groups = _rows.JoinAll(run.Groups, "groups");
        var wrong = Array.FindIndex(groups, group => group < Membership.NoCluster || group >= run.ClusterCount);
        return wrong < 0 ? groups
            : throw new ArgumentException($"Every group must be in [0, {run.ClusterCount}), or {Membership.NoCluster} for none; row {wrong} has {groups[wrong]}.");
    }

    private int[] RowNumbers()
    {
        var counted = _samples.Images.Select(images => Enumerable.Range(0, images.Count).ToArray());
        return _samples.Rows is not { } rows ? _rows.JoinAll(counted, "row numbers")
            : _rows.JoinAll(new Parts<int[]>(rows.Train ?? counted.Train, rows.Validation ?? counted.Validation, rows.Test ?? counted.Test), "row numbers");
    }

    private ColumnJson? Classes()
    {
        var classes = _rows.Join(_samples.Images.Select(images => images.Classes), -1, "labels");
        return Array.TrueForAll(classes, known => known < 0) ? null : _blocks.AddNumbers(Sampled(classes), classes.Max() + 1);
    }

    private ReconstructionsJson Reconstructions(ImageSet originals, ImageSet restored)
    {
        var pictures = new ReportPictures(_rows.Shape, _settings.MaxPictureSide);  // networks see and draw [0, 1]
        if (originals.Count != restored.Count || originals.Shape != _rows.Shape || restored.Shape != _rows.Shape)
            throw new ArgumentException($"Reconstructions need the shape {_rows.Shape} and one for each original; got {originals.Count} of {originals.Shape} and {restored.Count} of {restored.Shape}.");
        return new ReconstructionsJson(originals.Count, _blocks.Add(pictures.Of(originals)), _blocks.Add(pictures.Of(restored)));
    }

    private int[] PictureRows() => Array.ConvertAll(_sample.Pictures, point => _sample.Points[point]);

    private T[] Sampled<T>(T[] values) => _sample.Of(values);

    private static uint[] AsUnsigned(int[] values) => Array.ConvertAll(values, value => (uint)value);
}
