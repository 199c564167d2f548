using Kindred.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Kindred.MachineLearning;

/// <summary>A view with what a model says of every row behind its own columns.</summary>
internal sealed class AssignedView : IDataView
{
    private readonly KindredModel _model;
    private readonly IDataView _source;
    private readonly DataViewSchema.Column _vector;

    public AssignedView(KindredModel model, IDataView source, DataViewSchema.Column vector)
    {
        (_model, _source, _vector) = (model, source, vector);
        var schema = new DataViewSchema.Builder();
        foreach (var column in source.Schema)
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        schema.AddColumn(DataViews.Cluster, NumberDataViewType.Int32);
        schema.AddColumn(DataViews.ClusterName, TextDataViewType.Instance);
        schema.AddColumn(DataViews.Probability, NumberDataViewType.Single);
        schema.AddColumn(DataViews.Distance, NumberDataViewType.Single);
        schema.AddColumn(DataViews.IsUnusual, BooleanDataViewType.Instance);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _source.GetRowCount();

#pragma warning disable RS0030 // ML.NET's interface names it; nothing is drawn
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        HashSet<int> needed = [.. columnsNeeded.Select(column => column.Index)];
        return new AssignedCursor(_model, _source, _vector, Schema, needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];
#pragma warning restore RS0030
}
