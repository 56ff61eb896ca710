namespace Reverie.Training.Tracking;

/// <summary>A tracker's server says no, and would say it again.</summary>
internal sealed class TrackerException(string message) : Exception(message);
