using System.Reflection;

namespace Kindred;

/// <summary>Which Kindred this is.</summary>
internal static class ProgramVersion
{
    /// <summary>Its version, with the commit it was built from where that is known.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
