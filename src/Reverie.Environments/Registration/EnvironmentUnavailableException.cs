namespace Reverie.Environments.Registration;

/// <summary>A source cannot make an environment because it, or what it needs, is not there.</summary>
/// <param name="message">What is missing, and what to do.</param>
/// <param name="cause">What said so; null: the source itself.</param>
public sealed class EnvironmentUnavailableException(string message, Exception? cause = null) : ArgumentException(message, cause);
