using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Networks.Kernels;

/// <summary>Room for the windows of a group of images, as rows of a matrix: a convolution is then a product.</summary>
internal sealed unsafe class Im2Col
{
    /// <summary>Floats of windows at a time: a few megabytes, so that they stay in cache.</summary>
    private const int Capacity = 1 << 20;

    private readonly int _images, _groupImages;
    private readonly NativeBuffer<float> _columns;
    private readonly Action<int, int> _gather, _scatter;
    private float* _source;
    private int _group;

    public Im2Col(Arena arena, WindowShape windows, int images)
    {
        (Windows, _images) = (windows, images);
        _groupImages = (int)Math.Clamp(Capacity / ((long)windows.Positions * windows.WindowLength), 1, images);
        _columns = arena.Take((long)_groupImages * windows.Positions * windows.WindowLength);
        (_gather, _scatter) = (GatherImage, ScatterImage);
    }

    public WindowShape Windows { get; }

    public int Groups => (_images + _groupImages - 1) / _groupImages;

    /// <summary>The group's windows: rows x windowLength.</summary>
    public float* Pointer => _columns.Pointer;

    /// <summary>Windows of the group.</summary>
    public int RowsOf(int group) => ImagesOf(group) * Windows.Positions;

    /// <summary>Windows before the group.</summary>
    public long FirstRow(int group) => (long)group * _groupImages * Windows.Positions;

    /// <summary>Fills <see cref="Pointer"/> with the windows of the group; returns how many.</summary>
    public int Gather(float* images, int group)
    {
        _source = images;
        _group = group;
        WorkerPool.Run(ImagesOf(group), _gather);
        return RowsOf(group);
    }

    /// <summary>Adds the rows at <see cref="Pointer"/> to where the windows of the group lie.</summary>
    public void ScatterAdd(float* images, int group)
    {
        _source = images;
        _group = group;
        WorkerPool.Run(ImagesOf(group), _scatter);
    }

    private int ImagesOf(int group) => Math.Min(_groupImages, _images - (group * _groupImages));

    private void GatherImage(int i, int worker) => WindowKernels.Gather(Windows, Image(i), Rows(i));

    private void ScatterImage(int i, int worker) => WindowKernels.ScatterAdd(Windows, Rows(i), Image(i));

    private float* Image(int i) => _source + (((long)_group * _groupImages) + i) * Windows.ImageLength;

    private float* Rows(int i) => _columns.Pointer + (long)i * Windows.Positions * Windows.WindowLength;
}
