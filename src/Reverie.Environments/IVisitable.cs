namespace Reverie.Environments;

/// <summary>An environment that knows its own types and lets a visitor know them.</summary>
internal interface IVisitable
{
    TResult Accept<TResult>(IEnvironmentVisitor<TResult> visitor);
}
