namespace Kindred.Datasets;

/// <summary>One thing for each part of a data set; null where the data set has no such part.</summary>
public sealed record Parts<T>(T? Train, T? Validation, T? Test)
    where T : class
{
    /// <summary>The same parts, each mapped by <paramref name="map"/>; a part stays null.</summary>
    public Parts<TResult> Select<TResult>(Func<T, TResult?> map)
        where TResult : class
    {
        ArgumentNullException.ThrowIfNull(map);
        return new Parts<TResult>(
            Train is null ? null : map(Train),
            Validation is null ? null : map(Validation),
            Test is null ? null : map(Test));
    }

    /// <summary>The parts there are, with their names, in the order train, validation, test.</summary>
    public IEnumerable<(string Name, T Part)> Present()
    {
        if (Train is not null)
            yield return ("train", Train);
        if (Validation is not null)
            yield return ("validation", Validation);
        if (Test is not null)
            yield return ("test", Test);
    }
}
