using Kindred.Models;
using Kindred.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Kindred.MachineLearning;

/// <summary>Walks over rows with two cursors: one hands the rows' own columns on, the other reads vectors ahead, some at a time, for the model.</summary>
internal sealed class AssignedCursor : DataViewRowCursor
{
    private const int RowsAtOnce = 1024;

    private readonly KindredModel _model;
    private readonly DataViewRowCursor _own;
    private readonly DataViewRowCursor? _ahead;
    private readonly VectorReader? _vectors;
    private readonly HashSet<int> _needed;
    private readonly int _ownColumns;
    private readonly List<float> _values = [];
    private Assignments? _block;
    private int _place = -1;

    public AssignedCursor(KindredModel model, IDataView source, DataViewSchema.Column vector, DataViewSchema schema, HashSet<int> needed)
    {
        (_model, Schema, _needed, _ownColumns) = (model, schema, needed, source.Schema.Count);
        _own = source.GetRowCursor(source.Schema.Where(column => needed.Contains(column.Index)));
        if (!needed.Any(column => column >= _ownColumns))
            return;
        _ahead = source.GetRowCursor([vector]);
        _vectors = new VectorReader(_ahead, vector, model.Input.Columns);
    }

    public override long Position => _own.Position;

    public override long Batch => _own.Batch;

    public override DataViewSchema Schema { get; }

    private Assignment Current => _block![_place];

    public override bool IsColumnActive(DataViewSchema.Column column) => _needed.Contains(column.Index);

    public override ValueGetter<DataViewRowId> GetIdGetter() => _own.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentException($"The column {column.Name} was not asked for when the cursor was made.", nameof(column));
        if (column.Index < _ownColumns)
            return _own.GetGetter<TValue>(_own.Schema[column.Index]);
        Delegate getter = column.Name switch
        {
            DataViews.Cluster => (ValueGetter<int>)((ref int value) => value = Current.Cluster),
            DataViews.ClusterName => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Current.Name.AsMemory()),
            DataViews.Probability => (ValueGetter<float>)((ref float value) => value = Current.Probability ?? float.NaN),
            DataViews.Distance => (ValueGetter<float>)((ref float value) => value = Current.Distance),
            _ => (ValueGetter<bool>)((ref bool value) => value = Current.IsUnusual),
        };
        return getter as ValueGetter<TValue> ?? throw new ArgumentException($"The column {column.Name} holds {column.Type}, not {typeof(TValue).Name}.", nameof(column));
    }

    public override bool MoveNext()
    {
        if (!_own.MoveNext())
            return false;
        if (_ahead is not null && ++_place >= (_block?.Count ?? 0))
            ReadAhead();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _own.Dispose();
            _ahead?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        _values.Clear();
        var rows = 0;
        for (; rows < RowsAtOnce && _ahead!.MoveNext(); rows++)
            _vectors!.AddTo(_values);
        if (rows == 0)
            throw new InvalidDataException("The data gave fewer rows the second time than the first; views whose rows are the same each time are needed.");
        (_block, _place) = (_model.Assign(new Matrix(rows, _model.Input.Columns, _values.ToArray())), 0);
    }
}
