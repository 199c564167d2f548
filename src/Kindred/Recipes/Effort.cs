namespace Kindred.Recipes;

/// <summary>How long a recipe may take to learn.</summary>
public enum Effort
{
    /// <summary>No network is trained: seconds.</summary>
    Quick,

    /// <summary>Networks that train for minutes, and covariances of all pixels.</summary>
    Usual,

    /// <summary>Networks that train for a quarter of an hour and more.</summary>
    Thorough,
}
