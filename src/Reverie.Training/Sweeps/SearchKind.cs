namespace Reverie.Training.Sweeps;

/// <summary>How settings are tried.</summary>
public enum SearchKind
{
    /// <summary>All of them.</summary>
    Grid,

    /// <summary>Some that are drawn.</summary>
    Random,

    /// <summary>Successive halving (Jamieson and Talwalkar, 2016): all of a grid, or some that are drawn, briefly; the better ones go on for longer.</summary>
    Halving,
}
