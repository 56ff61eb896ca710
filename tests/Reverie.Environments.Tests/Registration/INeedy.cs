namespace Reverie.Environments.Tests.Registration;

/// <summary>For a class that cannot be made without arguments.</summary>
public interface INeedy;
