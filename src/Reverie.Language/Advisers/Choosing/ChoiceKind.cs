namespace Reverie.Language.Advisers.Choosing;

/// <summary>From answer to action.</summary>
public enum ChoiceKind
{
    /// <summary>The lines of the answer are compared with the actions' captions, as the founding project did.</summary>
    Similarity,

    /// <summary>The model says how likely each caption is as its answer (GLAM); only for models of this process.</summary>
    Score,

    /// <summary>The answer must be one of the captions, which the endpoint enforces.</summary>
    List,
}
