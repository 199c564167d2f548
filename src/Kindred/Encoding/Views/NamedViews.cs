namespace Kindred.Encoding.Views;

/// <summary>Settings of views under the word they are asked for by.</summary>
public sealed record NamedViews(string Name, ViewSettings Views);
