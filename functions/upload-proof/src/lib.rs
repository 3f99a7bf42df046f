//! Upload tickets, removal and download of proof, the proof template.
