namespace Reverie.Training.Configuration.Overrides;

/// <summary>What the mark before the key of an override asks for.</summary>
public enum OverrideKind
{
    /// <summary><c>key=value</c>, <c>group=choice</c>: change what is there.</summary>
    Change,

    /// <summary><c>+key=value</c>, <c>+group=choice</c>: add what no defaults list names.</summary>
    Add,

    /// <summary><c>++key=value</c>: change or add.</summary>
    Force,

    /// <summary><c>~key</c>, <c>~key=value</c>: delete.</summary>
    Delete,
}
