namespace Kindred.Datasets.Columns;

/// <summary>Calls a library that reads a format, and turns whatever it throws into a sentence: a damaged file may lead it anywhere.</summary>
internal static class ForeignFormat
{
    /// <exception cref="DataFileException">The library cannot read what is there; <paramref name="problem"/> says what that means.</exception>
    public static T Read<T>(string file, string problem, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception told) when (told is DataFileException or OperationCanceledException)
        {
            throw;
        }
        catch (OutOfMemoryException large)
        {
            throw new DataFileException(file, "reading it takes more memory than there is; it is damaged, or too large for this machine.", large);
        }
#pragma warning disable CA1031 // a library that meets damage throws what it pleases
        catch (Exception damage)
#pragma warning restore CA1031
        {
            throw new DataFileException(file, problem, damage);
        }
    }
}
