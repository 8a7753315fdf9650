import './base.css';
import './runs.css';
import './table.css';
import './details.css';
import './comparison.css';
import './figures.css';
