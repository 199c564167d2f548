using Microsoft.ML;
using Microsoft.ML.Data;

namespace Kindred.MachineLearning;

/// <summary>The vector of the row that a cursor is at, as dense floats.</summary>
internal sealed class VectorReader(DataViewRow row, DataViewSchema.Column column, int size)
{
    private readonly ValueGetter<VBuffer<float>> _get = row.GetGetter<VBuffer<float>>(column);
    private readonly float[] _values = new float[size];
    private VBuffer<float> _vector;

    public void AddTo(List<float> values)
    {
        _get(ref _vector);
        _vector.CopyTo(_values);
        values.AddRange(_values);
    }
}
