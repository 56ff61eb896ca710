namespace Reverie.Environments.BabyAI.Instructions;

/// <summary>How an instruction stands after an action.</summary>
public enum Verdict
{
    /// <summary>Neither carried out nor spoilt.</summary>
    Continue,
    Success,
    Failure,
}
