namespace Kindred.Networks;

/// <summary>Told by a backward pass how far it is.</summary>
internal interface IBackwardWatcher
{
    /// <summary>Nothing more is added to the gradient of this parameter in this pass.</summary>
    void IsWhole(Parameter parameter);

    /// <summary>An operation is behind.</summary>
    void Passed();
}
