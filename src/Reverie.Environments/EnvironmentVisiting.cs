namespace Reverie.Environments;

/// <summary>Visits to environments of unknown types.</summary>
internal static class EnvironmentVisiting
{
    /// <exception cref="ArgumentException">The environment was not derived from <see cref="Environment{TObservation, TAction}"/>.</exception>
    public static TResult Accept<TResult>(this IEnvironment environment, IEnvironmentVisitor<TResult> visitor) => environment is IVisitable visitable
        ? visitable.Accept(visitor)
        : throw new ArgumentException($"{environment.GetType().Name} must derive from Environment<TObservation, TAction> for this.");
}
