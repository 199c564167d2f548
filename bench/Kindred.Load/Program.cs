using Kindred.Load;

// dotnet run -c Release --project bench/Kindred.Load -- http://127.0.0.1:5080 --rate 1000 --seconds 60
try
{
    var settings = LoadSettings.Parse(args);
    Console.WriteLine(await LoadRun.Of(settings));
    return 0;
}
catch (Exception refused) when (refused is ArgumentException or HttpRequestException)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}
