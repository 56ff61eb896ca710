namespace Reverie.WorldModels.Circuits;

/// <summary>What the neurons of a circuit are.</summary>
public enum CircuitKind
{
    /// <summary>Closed-form continuous-time neurons (Hasani et al., 2022): <see cref="CfcCell"/>, <see cref="WiredCfcCell"/>.</summary>
    Cfc,

    /// <summary>Liquid time-constant neurons (Hasani et al., 2021), which need a solver: <see cref="LtcCell"/>.</summary>
    Ltc,
}
