using Kindred.Models;
using Kindred.Numerics;
using Kindred.Service;

// dotnet run --project samples/Kindred.Samples.Api -- --Model path/to/model.kindred
var builder = WebApplication.CreateBuilder(args);
var model = KindredModel.Load(builder.Configuration["Model"] ?? KindredModel.FileName);
builder.Services.AddKindred(model, new ServiceSettings { MostItems = 64 });
var app = builder.Build();

app.MapGroup("/groups").MapKindred();   // POST /groups/assign, GET /groups/model, …

// an endpoint of one's own beside it: rows of numbers in, the sizes of the groups out
app.MapPost("/sizes", (Table table) =>
{
    if (Array.Exists(table.Rows, row => row.Length != model.Input.Columns))
        return Results.Problem($"Rows of {model.Input.Columns} numbers are needed.", statusCode: 422);
    var items = model.Assign(new Matrix(table.Rows.Length, model.Input.Columns, table.Rows.SelectMany(row => row).ToArray()));
    return Results.Ok(model.Names.Zip(items.Sizes, (name, size) => new { name, size }));
});

app.Run();

internal sealed record Table(float[][] Rows);
