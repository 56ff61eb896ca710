namespace Reverie.WorldModels.Distributions;

/// <summary>Where the bins of a two-hot distribution lie, and where its mean is taken.</summary>
public enum TwoHotKind
{
    /// <summary>At equal distances in symlog space; see <see cref="SymlogTwoHot"/>.</summary>
    Symlog,

    /// <summary>At the symexp of equal distances; see <see cref="SymexpTwoHot"/>.</summary>
    Symexp,
}
