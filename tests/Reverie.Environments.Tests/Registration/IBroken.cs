namespace Reverie.Environments.Tests.Registration;

/// <summary>For a class that throws when it is made.</summary>
public interface IBroken;
