namespace Reverie.Environments;

/// <summary>Does something with an environment whose types are known only when it runs.</summary>
internal interface IEnvironmentVisitor<out TResult>
{
    TResult Visit<TObservation, TAction>(Environment<TObservation, TAction> environment)
        where TObservation : notnull
        where TAction : notnull;
}
